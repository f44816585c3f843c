/** The colour of a percentage in the heatmap: green from 70, yellow from 40, red below. */
export function heatOf(percent: number): 'green' | 'yellow' | 'red' {
  return percent >= 70 ? 'green' : percent >= 40 ? 'yellow' : 'red';
}
