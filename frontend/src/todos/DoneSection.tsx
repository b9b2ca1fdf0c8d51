import { type ReactNode, useState } from 'react';
import { Disclosure, DisclosurePanel, Heading } from 'react-aria-components';
import { Button as AriaButton } from 'react-aria-components';
import { Button } from '../ui/Button';
import { Icon } from '../ui/Icon';
import styles from './DoneSection.module.css';
import list from './TodoList.module.css';
import type { Todo } from './todo';

const FOLDED = 'todo-app.done-is-folded';
const SHOWN_AT_FIRST = 20;

/** What is done, folded away if someone likes it so. */
export function DoneSection({ todos, row }: { todos: readonly Todo[]; row: (todo: Todo) => ReactNode }) {
  const [isFolded, setFolded] = useState(() => localStorage.getItem(FOLDED) === 'true');
  const [showsAll, setShowsAll] = useState(false);
  const shown = showsAll ? todos : todos.slice(0, SHOWN_AT_FIRST);
  return (
    <Disclosure
      className={list.section}
      isExpanded={!isFolded}
      onExpandedChange={(isExpanded) => {
        localStorage.setItem(FOLDED, String(!isExpanded));
        setFolded(!isExpanded);
      }}
    >
      <Heading level={2} className={list.heading}>
        <AriaButton slot="trigger" className={styles.trigger}>
          Done <span className={list.count}>{todos.length}</span>
          <Icon name="chevronDown" />
        </AriaButton>
      </Heading>
      <DisclosurePanel className={styles.panel}>
        {!isFolded && (
          <>
            <ul className={list.card}>{shown.map(row)}</ul>
            {shown.length < todos.length && (
              <Button
                variant="quiet"
                onPress={() => {
                  setShowsAll(true);
                }}
              >
                Show all {todos.length}
              </Button>
            )}
          </>
        )}
      </DisclosurePanel>
    </Disclosure>
  );
}
