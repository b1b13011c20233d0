// The name of a step of the plan.
import { say } from './words.js';

export function stepName(kind, facing, plan) {
  if (kind === 'run' && plan === 'free-run') return say('step.free');
  const exact = `step.${kind}.${facing}`;
  const word = say(exact);
  return word === exact ? say(`step.${kind}`) : word;
}
