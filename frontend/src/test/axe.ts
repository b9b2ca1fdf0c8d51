import axe from 'axe-core';

/** What axe finds, by rule and element. Contrast needs a real browser: the journeys check it there. */
export async function violations(container: Element = document.body): Promise<readonly string[]> {
  const { violations: found } = await axe.run(container, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
