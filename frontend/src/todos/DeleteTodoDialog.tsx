import { ConfirmDialog } from '../ui/ConfirmDialog';
import { useDeleteTodo } from './queries';
import type { Todo } from './todo';

interface DeleteTodoDialogProps {
  readonly todo: Todo;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

export function DeleteTodoDialog({ todo, onConfirm, onCancel }: DeleteTodoDialogProps) {
  const { mutate } = useDeleteTodo(todo.id);
  return (
    <ConfirmDialog
      title={`Delete “${todo.title}”?`}
      action="Delete"
      onConfirm={() => {
        onConfirm();
        mutate(todo);
      }}
      onCancel={onCancel}
    >
      It goes with its notes and files, and can’t be brought back.
    </ConfirmDialog>
  );
}
