/** Keys of ECS 9 that a mapping may fill: those that connectors fill too, so that rules, views and schemas know them. */
const keys = `
client.as.number client.as.organization.name client.domain client.ip
cloud.account.id cloud.availability_zone cloud.instance.id cloud.machine.type cloud.project.id
cloud.provider cloud.region cloud.service.name
container.id container.image.name container.name
destination.bytes destination.domain destination.ip destination.mac destination.nat.ip
destination.nat.port destination.packets destination.port destination.user.domain destination.user.email
destination.user.name
device.id
dll.hash.md5 dll.hash.sha1 dll.hash.sha256 dll.name dll.path
dns.id dns.question.class dns.question.name dns.question.type dns.resolved_ip dns.response_code
email.attachments.file.hash.sha256 email.attachments.file.name email.direction email.from.address
email.local_id email.message_id email.reply_to.address email.sender.address email.subject
email.to.address
error.code error.message
event.action event.code event.duration event.id event.outcome event.provider event.reason event.reference
event.severity
file.directory file.extension file.hash.md5 file.hash.sha1 file.hash.sha256 file.mime_type file.name
file.owner file.path file.size file.target_path file.type
group.domain group.id group.name
host.domain host.hostname host.id host.ip host.mac host.name host.os.family host.os.full host.os.name
host.os.type host.os.version
http.request.body.bytes http.request.bytes http.request.method http.request.referrer
http.response.body.bytes http.response.bytes http.response.mime_type http.response.status_code
http.version
log.file.path log.level log.logger
message
network.application network.bytes network.direction network.forwarded_ip network.iana_number network.name
network.packets network.protocol network.transport
observer.egress.interface.name observer.egress.zone observer.hostname observer.ingress.interface.name
observer.ingress.zone observer.ip observer.name observer.product observer.serial_number observer.type
observer.vendor observer.version
orchestrator.api_version orchestrator.cluster.name orchestrator.namespace orchestrator.resource.name
orchestrator.resource.type orchestrator.type
organization.id organization.name
package.name package.type
process.args process.command_line process.entity_id process.executable process.exit_code process.hash.md5
process.hash.sha1 process.hash.sha256 process.name process.parent.command_line process.parent.entity_id
process.parent.executable process.parent.hash.md5 process.parent.hash.sha1 process.parent.hash.sha256
process.parent.name process.parent.pid process.parent.user.name process.pid process.thread.id
process.title process.tty process.working_directory
registry.hive registry.key registry.path registry.value
rule.category rule.description rule.id rule.name rule.ruleset rule.uuid rule.version
server.address server.ip
service.id service.name service.state service.type
source.as.number source.as.organization.name source.bytes source.domain source.ip source.mac
source.nat.ip source.nat.port source.packets source.port source.user.domain source.user.email
source.user.group.name source.user.id source.user.name
threat.indicator.name threat.indicator.provider threat.indicator.url.domain threat.software.name
threat.tactic.id threat.tactic.name threat.technique.id threat.technique.name
tls.cipher tls.client.ja3 tls.client.server_name tls.curve tls.server.hash.sha1 tls.server.hash.sha256
tls.server.issuer tls.server.subject tls.version
transaction.id
url.domain url.extension url.full url.original url.path url.port url.query url.scheme
user.changes.name user.domain user.effective.domain user.effective.id user.effective.name user.email
user.full_name user.id user.name user.roles user.target.domain user.target.email user.target.full_name
user.target.id user.target.name user.target.roles
user_agent.name user_agent.original
vulnerability.id vulnerability.severity
`;

export const MAPPING_KEYS: readonly string[] = keys.trim().split(/\s+/);
