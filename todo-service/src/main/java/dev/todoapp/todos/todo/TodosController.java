package dev.todoapp.todos.todo;

import static org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

import dev.todoapp.platform.Owner;
import dev.todoapp.platform.Problem;
import dev.todoapp.platform.PublicUrl;
import dev.todoapp.todos.TodosProperties;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /todos}: the to-dos of whoever's token came with the request. */
@RestController
@RequestMapping(path = "/todos", produces = APPLICATION_JSON_VALUE)
class TodosController implements TodosApi {

    private static final String MERGE_PATCH = "application/merge-patch+json";

    private final Todos todos;
    private final PublicUrl publicUrl;
    private final TodosProperties properties;
    private final Clock clock;
    private final ChangeFeed feed;

    TodosController(Todos todos, PublicUrl publicUrl, TodosProperties properties, Clock clock) {
        this.todos = todos;
        this.feed = new ChangeFeed(todos, clock);
        this.properties = properties;
        this.publicUrl = publicUrl;
        this.clock = clock;
    }

    @Override
    @GetMapping
    public ResponseEntity<List<TodoView>> list(Owner owner, @RequestParam MultiValueMap<String, String> query) {
        ListQuery asked = ListQuery.parse(query);
        Page page = todos.list(owner, asked.filter(), asked.slice());
        var answer = ResponseEntity.ok().eTag(ETags.of(page, publicUrl));
        if (page.next() != null) {
            answer.header(HttpHeaders.LINK, nextLink(asked, page.next()));
        }
        return answer.body(page.todos().stream().map(this::view).toList());
    }

    @Override
    @DeleteMapping
    public ResponseEntity<RemainingView> deleteMany(
            Owner owner, @RequestParam MultiValueMap<String, String> query, HttpServletRequest request) {
        refuseWhatWouldNotNarrowIt(request);
        Query asked = new Query(query, "completed");
        Filter filter = asked.read("completed", TodosController::completed, Filter.NONE);
        asked.refuseWhatIsWrong();
        Instant end = clock.instant().plus(properties.deleteBudget());
        return todos.removeAll(owner, filter, clock, end)
                ? ResponseEntity.noContent().build()
                : ResponseEntity.ok(new RemainingView(true));
    }

    @Override
    @GetMapping("/changes")
    public ChangesView changes(Owner owner, @RequestParam MultiValueMap<String, String> query) {
        Query asked = new Query(query, "since", "limit");
        ChangeToken since = asked.read("since", ChangeToken::parse);
        int limit = asked.read("limit", Slice::parseLimit, Slice.USUAL);
        asked.refuseWhatIsWrong();
        try {
            return ChangesView.of(feed.read(owner, since, limit), publicUrl);
        } catch (Invalid invalid) {
            throw Problem.badInput("since", String.valueOf(invalid.getMessage()));
        } catch (ChangeFeed.TooOld tooOld) {
            throw new Problem(
                    HttpStatus.GONE,
                    "token-too-old",
                    "Deletions since then may have been forgotten. Start anew, without since");
        }
    }

    @Override
    @PostMapping(consumes = APPLICATION_JSON_VALUE)
    public ResponseEntity<TodoView> create(Owner owner, @RequestBody NewTodo body) {
        Instant now = clock.instant();
        Todo todo = Todo.create(owner, TodoId.next(now), body.toContent(), now);
        todos.add(todo);
        return created(todo);
    }

    @Override
    @GetMapping("/{id}")
    public ResponseEntity<TodoView> get(Owner owner, @PathVariable TodoId id) {
        // With an ETag in the answer, Spring compares it with If-None-Match and answers 304 by itself.
        return ok(todos.find(owner, id).orElseThrow(TodosController::notFound));
    }

    @Override
    @PutMapping(path = "/{id}", consumes = APPLICATION_JSON_VALUE)
    public ResponseEntity<TodoView> put(
            Owner owner,
            @PathVariable TodoId id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable IfMatch ifMatch,
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String ifNoneMatch,
            @RequestBody NewTodo body) {
        if (ifNoneMatch != null && !ifNoneMatch.strip().equals("*")) {
            throw Problem.badInput(HttpHeaders.IF_NONE_MATCH, "must be * here");
        }
        if (ifNoneMatch != null && ifMatch != null) {
            throw Problem.badInput(HttpHeaders.IF_MATCH, "contradicts If-None-Match");
        }
        Content content = body.toContent();
        return ifMatch == null
                ? createAs(owner, id, content, ifNoneMatch != null)
                : ok(change(owner, id, ifMatch, stored -> content).orElseThrow(() -> missing(owner, id)));
    }

    @Override
    @PatchMapping(
            path = "/{id}",
            consumes = {MERGE_PATCH, APPLICATION_JSON_VALUE})
    public ResponseEntity<TodoView> patch(
            Owner owner,
            @PathVariable TodoId id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable IfMatch ifMatch,
            @RequestBody TodoPatch patch) {
        return ok(change(owner, id, ifMatch, patch::applyTo).orElseThrow(TodosController::notFound));
    }

    @Override
    @DeleteMapping("/{id}")
    public ResponseEntity<Void> delete(
            Owner owner,
            @PathVariable TodoId id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable IfMatch ifMatch) {
        if (ifMatch == null || ifMatch.any()) {
            todos.remove(owner, id, clock.instant());
        } else {
            todos.find(owner, id).ifPresent(todo -> removeAsRead(todo, ifMatch));
        }
        return ResponseEntity.noContent().build();
    }

    private ResponseEntity<TodoView> createAs(Owner owner, TodoId id, Content content, boolean orIfTheSame) {
        Todo todo = Todo.create(owner, id, content, clock.instant());
        try {
            todos.addUnlessKnown(todo);
            return created(todo);
        } catch (AlreadyExists exists) {
            if (!orIfTheSame) {
                throw new Problem(
                        HttpStatus.PRECONDITION_REQUIRED,
                        "precondition-required",
                        "The to-do exists. To replace it, send If-Match with its ETag");
            }
            // Whoever repeats a request whose answer was lost is told what it would have said.
            if (exists.current().content().equals(content)) {
                return ok(exists.current());
            }
            throw new Problem(HttpStatus.PRECONDITION_FAILED, "already-exists", "Another to-do has this id");
        } catch (AlreadyDeleted deleted) {
            throw gone();
        }
    }

    private Optional<Todo> change(Owner owner, TodoId id, @Nullable IfMatch ifMatch, UnaryOperator<Content> edit) {
        try {
            return todos.change(owner, id, todo -> {
                if (ifMatch != null) {
                    ifMatch.check(todo);
                }
                return todo.change(edit.apply(todo.content()), clock.instant());
            });
        } catch (StaleVersion contended) {
            throw Problem.unavailable("Too many are changing this to-do at once. Nothing was done");
        }
    }

    private void removeAsRead(Todo todo, IfMatch ifMatch) {
        ifMatch.check(todo);
        try {
            todos.remove(todo, clock.instant());
        } catch (StaleVersion stale) {
            if (stale.current().isPresent()) {
                throw IfMatch.stale();
            }
        }
    }

    private ResponseEntity<TodoView> ok(Todo todo) {
        return ResponseEntity.ok().eTag(ETags.of(todo)).body(view(todo));
    }

    private ResponseEntity<TodoView> created(Todo todo) {
        TodoView view = view(todo);
        return ResponseEntity.created(URI.create(view.url()))
                .eTag(ETags.of(todo))
                .body(view);
    }

    private TodoView view(Todo todo) {
        return TodoView.of(todo, publicUrl);
    }

    private String nextLink(ListQuery asked, TodoId after) {
        return "<%s>; rel=\"next\"".formatted(publicUrl.resolve("/todos?" + asked.next(after)));
    }

    /** Whoever sends these means fewer than all, or under a condition, and would lose more than was meant. */
    private static void refuseWhatWouldNotNarrowIt(HttpServletRequest request) {
        if (request.getContentLengthLong() > 0 || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null) {
            throw Problem.badInput("", "This request takes no body");
        }
        if (request.getHeader(HttpHeaders.IF_MATCH) != null) {
            throw Problem.badInput(HttpHeaders.IF_MATCH, "is for one to-do");
        }
    }

    /** Nothing but what is done can be deleted together without deleting everything. */
    private static Filter completed(String text) {
        if (!text.equals("true")) {
            throw new Invalid("must be true here");
        }
        return Filter.COMPLETED;
    }

    private static Problem notFound() {
        return new Problem(HttpStatus.NOT_FOUND, "not-found", "There is no such to-do");
    }

    private Problem missing(Owner owner, TodoId id) {
        return todos.wasDeleted(owner, id) ? gone() : IfMatch.stale();
    }

    private static Problem gone() {
        return new Problem(
                HttpStatus.GONE, "deleted", "A to-do with this id was deleted, and the id is not used again");
    }
}
