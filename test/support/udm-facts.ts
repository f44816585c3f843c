/**
 * Messages, fields, types and enumerated words of Google's UDM as far as events may have them, taken down from
 * `backstory/udm.proto` of googleapis (2026). `name type`, `name type[]` for a repeated field. Deprecated fields are
 * left out: an event that had one would fail.
 */
export const udmMessages: Readonly<Record<string, string>> = {
  UDM: `metadata Metadata, additional Struct, principal Noun, src Noun, target Noun, intermediary Noun[],
    observer Noun, about Noun[], security_result SecurityResult[], network Network, extensions Extensions,
    extracted Struct`,
  Metadata: `id bytes, product_log_id string, event_timestamp Timestamp, collected_timestamp Timestamp,
    ingested_timestamp Timestamp, event_type EventType, vendor_name string, product_name string,
    product_version string, product_event_type string, product_deployment_id string, description string,
    url_back_to_product string, ingestion_labels Label[], log_type string, parser_version string`,
  Label: 'key string, value string, source string, rbac_enabled bool',
  Network: `sent_bytes uint64, received_bytes uint64, total_bytes int64, sent_packets int64, received_packets int64,
    session_duration Duration, session_id string, parent_session_id string, application_protocol_version string,
    community_id string, direction Direction, ip_protocol IpProtocol, ipv6 bool,
    application_protocol ApplicationProtocol, ftp Ftp, email Email, dns Dns, dhcp Dhcp, http Http, tls Tls, smtp Smtp,
    asn string, dns_domain string, carrier_name string, organization_name string, ip_subnet_range string,
    is_proxy bool`,
  Ftp: 'command string',
  Smtp: `helo string, mail_from string, rcpt_to string[], server_response string[], message_path string,
    is_webmail bool, is_tls bool`,
  Email: `from string, reply_to string, to string[], cc string[], bcc string[], mail_id string, subject string[],
    bounce_address string`,
  Http: 'method string, referral_url string, user_agent string, response_code int32',
  Dns: `id uint32, response bool, opcode uint32, authoritative bool, truncated bool, recursion_desired bool,
    recursion_available bool, response_code uint32, questions Question[], answers ResourceRecord[],
    authority ResourceRecord[], additional ResourceRecord[]`,
  Question: 'name string, type uint32, class uint32',
  ResourceRecord: 'name string, type uint32, class uint32, ttl uint32, data string, binary_data bytes',
  Dhcp: `opcode DhcpOpCode, htype uint32, hlen uint32, hops uint32, transaction_id uint32, seconds uint32,
    flags uint32, ciaddr string, yiaddr string, siaddr string, giaddr string, chaddr string, sname string, file string,
    type DhcpMessageType, lease_time_seconds uint32, client_hostname string, requested_address string,
    client_identifier_string string`,
  Tls: `client TlsClient, server TlsServer, cipher string, curve string, version string, version_protocol string,
    established bool, next_protocol string, resumed bool`,
  TlsClient:
    'certificate Certificate, ja3 string, server_name string, supported_ciphers string[], ja4 string',
  TlsServer: 'certificate Certificate, ja3s string, ja4s string',
  Certificate: `version string, serial string, subject string, issuer string, md5 string, sha1 string, sha256 string,
    not_before Timestamp, not_after Timestamp`,
  Extensions: 'auth Authentication',
  Authentication: 'type AuthType, mechanism Mechanism[], auth_details string, outcome AuthOutcome',
  Noun: `hostname string, asset_id string, user User, group Group, process Process, asset Asset, ip string[],
    nat_ip string[], port int32, nat_port int32, mac string[], administrative_domain string, namespace string,
    url string, file File, email string, registry Registry, application string, platform Platform,
    platform_version string, platform_patch_level string, location Location, resource Resource,
    resource_ancestors Resource[], network Network, security_result SecurityResult[]`,
  User: `product_object_id string, userid string, user_display_name string, first_name string, middle_name string,
    last_name string, phone_numbers string[], attribute Attribute, account_type AccountType,
    group_identifiers string[], windows_sid string, email_addresses string[], employee_id string, title string,
    company_name string, department string[]`,
  Group: `product_object_id string, group_display_name string, attribute Attribute, email_addresses string[],
    windows_sid string`,
  Process: `pid string, parent_process Process, file File, command_line string, command_line_history string[],
    product_specific_process_id string, access_mask uint64, integrity_level_rid uint64, euid string, ruid string,
    egid string, rgid string, pgid string, session_leader_pid string, tty string, ipv6 bool`,
  File: `sha256 string, md5 string, sha1 string, size uint64, full_path string, mime_type string,
    pe_file FileMetadataPE, ssdeep string, vhash string, authentihash string, capabilities_tags string[],
    names string[], tags string[], last_modification_time Timestamp, create_time Timestamp,
    last_access_time Timestamp, stat_mode uint64, stat_inode uint64`,
  FileMetadataPE: 'imphash string, entry_point int64, compilation_time Timestamp',
  Registry:
    'registry_key string, registry_value_name string, registry_value_data string, registry_value_type RegistryType',
  Asset: `product_object_id string, hostname string, asset_id string, ip string[], mac string[], nat_ip string[],
    location Location, category string, network_domain string, attribute Attribute`,
  Resource: `resource_type ResourceType, resource_subtype string, name string, product_object_id string,
    attribute Attribute`,
  Attribute: `cloud Cloud, labels Label[], permissions Permission[], roles Role[], creation_time Timestamp,
    last_update_time Timestamp`,
  Permission: 'name string, description string',
  Role: 'name string, description string',
  Cloud: 'environment CloudEnvironment, availability_zone string',
  Location:
    'city string, state string, country_or_region string, name string, desk_name string, floor_name string',
  SecurityResult: `about Noun, category SecurityCategory[], category_details string[], threat_name string,
    rule_set string, rule_id string, rule_name string, rule_version string, rule_type string, rule_author string,
    rule_labels Label[], alert_state AlertState, detection_fields Label[], summary string, description string,
    action Action[], action_details string, severity ProductSeverity, confidence ProductConfidence,
    risk_score float, confidence_score float, severity_details string, confidence_details string,
    priority_details string, url_back_to_product string, threat_id string, threat_feed_name string,
    attack_details AttackDetails`,
  AttackDetails: 'version string, tactics Tactic[], techniques Technique[]',
  Tactic: 'id string, name string',
  Technique: 'id string, name string, subtechnique_id string, subtechnique_name string',
};

export const udmWords: Readonly<Record<string, string>> = {
  EventType: `PROCESS_UNCATEGORIZED PROCESS_LAUNCH PROCESS_INJECTION PROCESS_PRIVILEGE_ESCALATION PROCESS_TERMINATION
    PROCESS_OPEN PROCESS_MODULE_LOAD REGISTRY_UNCATEGORIZED REGISTRY_CREATION REGISTRY_MODIFICATION REGISTRY_DELETION
    SETTING_UNCATEGORIZED SETTING_CREATION SETTING_MODIFICATION SETTING_DELETION MUTEX_UNCATEGORIZED MUTEX_CREATION
    FILE_UNCATEGORIZED FILE_CREATION FILE_DELETION FILE_MODIFICATION FILE_READ FILE_COPY FILE_OPEN FILE_MOVE FILE_SYNC
    USER_UNCATEGORIZED USER_LOGIN USER_LOGOUT USER_CREATION USER_CHANGE_PASSWORD USER_CHANGE_PERMISSIONS USER_BADGE_IN
    USER_DELETION USER_RESOURCE_CREATION USER_RESOURCE_UPDATE_CONTENT USER_RESOURCE_UPDATE_PERMISSIONS
    USER_COMMUNICATION USER_RESOURCE_ACCESS USER_RESOURCE_DELETION GROUP_UNCATEGORIZED GROUP_CREATION GROUP_DELETION
    GROUP_MODIFICATION EMAIL_UNCATEGORIZED EMAIL_TRANSACTION NETWORK_UNCATEGORIZED NETWORK_FLOW NETWORK_CONNECTION
    NETWORK_FTP NETWORK_DHCP NETWORK_DNS NETWORK_HTTP NETWORK_SMTP STATUS_UNCATEGORIZED STATUS_HEARTBEAT
    STATUS_STARTUP STATUS_SHUTDOWN STATUS_UPDATE SCAN_UNCATEGORIZED SCAN_FILE SCAN_PROCESS SCAN_HOST SCAN_VULN_HOST
    SCAN_VULN_NETWORK SCAN_NETWORK SCHEDULED_TASK_UNCATEGORIZED SCHEDULED_TASK_CREATION SCHEDULED_TASK_DELETION
    SCHEDULED_TASK_ENABLE SCHEDULED_TASK_DISABLE SCHEDULED_TASK_MODIFICATION SYSTEM_AUDIT_LOG_UNCATEGORIZED
    SYSTEM_AUDIT_LOG_WIPE SERVICE_UNSPECIFIED SERVICE_CREATION SERVICE_DELETION SERVICE_START SERVICE_STOP
    SERVICE_MODIFICATION GENERIC_EVENT RESOURCE_CREATION RESOURCE_DELETION RESOURCE_PERMISSIONS_CHANGE RESOURCE_READ
    RESOURCE_WRITTEN DEVICE_FIRMWARE_UPDATE DEVICE_CONFIG_UPDATE DEVICE_PROGRAM_UPLOAD DEVICE_PROGRAM_DOWNLOAD`,
  Direction: 'UNKNOWN_DIRECTION INBOUND OUTBOUND BROADCAST',
  IpProtocol: 'UNKNOWN_IP_PROTOCOL ICMP IGMP TCP UDP IP6IN4 GRE ESP ICMP6 EIGRP ETHERIP PIM VRRP SCTP',
  ApplicationProtocol: `UNKNOWN_APPLICATION_PROTOCOL AFP APPC AMQP ATOM BEEP BITCOIN BIT_TORRENT CFDP CIP COAP COTP
    DCERPC DDS DEVICE_NET DHCP DICOM DNP3 DNS E_DONKEY ENRP FAST_TRACK FINGER FREENET FTAM GOOSE GOPHER GRPC HL7 H323
    HTTP HTTPS IEC104 IRCP KADEMLIA KRB5 LDAP LPD MIME MMS MODBUS MQTT NETCONF NFS NIS NNTP NTCIP NTP OSCAR PNRP PTP
    QUIC RDP RELP RIP RLOGIN RPC RTMP RTP RTPS RTSP SAP SDP SIP SLP SMB SMTP SNMP SNTP SSH SSMS STYX SV TCAP TDS TOR
    TSP VTP WHOIS WEB_DAV X400 X500 XMPP FTP`,
  DhcpOpCode: 'UNKNOWN_OPCODE BOOTREQUEST BOOTREPLY',
  DhcpMessageType: `UNKNOWN_MESSAGE_TYPE DISCOVER OFFER REQUEST DECLINE ACK NAK RELEASE INFORM WIN_DELETED
    WIN_EXPIRED`,
  AuthType: 'AUTHTYPE_UNSPECIFIED MACHINE SSO VPN PHYSICAL TACACS',
  Mechanism: `MECHANISM_UNSPECIFIED USERNAME_PASSWORD OTP HARDWARE_KEY LOCAL REMOTE REMOTE_INTERACTIVE MECHANISM_OTHER
    BADGE_READER NETWORK BATCH SERVICE UNLOCK NETWORK_CLEAR_TEXT NEW_CREDENTIALS INTERACTIVE CACHED_INTERACTIVE
    CACHED_REMOTE_INTERACTIVE CACHED_UNLOCK BIOMETRIC WEARABLE`,
  AuthOutcome: 'OUTCOME_UNSPECIFIED SUCCESS FAILURE',
  Platform: 'UNKNOWN_PLATFORM WINDOWS MAC LINUX IOS ANDROID CHROME_OS',
  AccountType: `ACCOUNT_TYPE_UNSPECIFIED DOMAIN_ACCOUNT_TYPE LOCAL_ACCOUNT_TYPE CLOUD_ACCOUNT_TYPE
    SERVICE_ACCOUNT_TYPE DEFAULT_ACCOUNT_TYPE`,
  RegistryType: `TYPE_UNSPECIFIED NONE SZ EXPAND_SZ BINARY DWORD DWORD_LITTLE_ENDIAN DWORD_BIG_ENDIAN LINK MULTI_SZ
    RESOURCE_LIST QWORD QWORD_LITTLE_ENDIAN`,
  ResourceType: `UNSPECIFIED MUTEX TASK PIPE DEVICE FIREWALL_RULE MAILBOX_FOLDER VPC_NETWORK VIRTUAL_MACHINE
    STORAGE_BUCKET STORAGE_OBJECT DATABASE TABLE CLOUD_PROJECT CLOUD_ORGANIZATION SERVICE_ACCOUNT ACCESS_POLICY CLUSTER
    SETTING DATASET BACKEND_SERVICE POD CONTAINER FUNCTION RUNTIME IP_ADDRESS DISK VOLUME IMAGE SNAPSHOT REPOSITORY
    CREDENTIAL LOAD_BALANCER GATEWAY SUBNET USER SERVICE`,
  CloudEnvironment: `UNSPECIFIED_CLOUD_ENVIRONMENT GOOGLE_CLOUD_PLATFORM AMAZON_WEB_SERVICES MICROSOFT_AZURE`,
  SecurityCategory: `UNKNOWN_CATEGORY SOFTWARE_MALICIOUS SOFTWARE_SUSPICIOUS SOFTWARE_PUA NETWORK_MALICIOUS
    NETWORK_SUSPICIOUS NETWORK_CATEGORIZED_CONTENT NETWORK_DENIAL_OF_SERVICE NETWORK_RECON
    NETWORK_COMMAND_AND_CONTROL ACL_VIOLATION AUTH_VIOLATION EXPLOIT DATA_EXFILTRATION DATA_AT_REST DATA_DESTRUCTION
    TOR_EXIT_NODE MAIL_SPAM MAIL_PHISHING MAIL_SPOOFING POLICY_VIOLATION SOCIAL_ENGINEERING PHISHING`,
  AlertState: 'UNSPECIFIED NOT_ALERTING ALERTING',
  Action: 'UNKNOWN_ACTION ALLOW BLOCK ALLOW_WITH_MODIFICATION QUARANTINE FAIL CHALLENGE',
  ProductSeverity: 'UNKNOWN_SEVERITY INFORMATIONAL ERROR NONE LOW MEDIUM HIGH CRITICAL',
  ProductConfidence: 'UNKNOWN_CONFIDENCE LOW_CONFIDENCE MEDIUM_CONFIDENCE HIGH_CONFIDENCE',
};
