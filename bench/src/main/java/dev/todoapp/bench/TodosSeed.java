package dev.todoapp.bench;

import dev.todoapp.bench.TodosData.Person;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Fills the table through the service, so that what is in it is what the service writes; and reads all of it back. */
final class TodosSeed {

    private static final int PEOPLE = 8;
    private static final int EACH = 200;
    private static final int AT_A_TIME = 16;
    private static final Pattern NEXT = Pattern.compile("<([^>]+)>; rel=\"next\"");
    private static final JsonMapper JSON = new JsonMapper();

    private final Semaphore turns = new Semaphore(AT_A_TIME);
    private final Caller service;
    private final UnaryOperator<String> tokenOf;

    /** @param tokenOf gives an owner's access token */
    TodosSeed(URI service, UnaryOperator<String> tokenOf) {
        this.service = new Caller(service);
        this.tokenOf = tokenOf;
    }

    TodosData fill() {
        return new TodosData(people(), people(), person(TodosData.FEW), person(TodosData.MANY));
    }

    /** The first page of someone. */
    byte[] page(Person person) {
        return service.get(person.token(), person.pages().getFirst()).body();
    }

    byte[] todo(Person person) {
        return service.get(person.token(), "/todos/" + person.ids().getFirst()).body();
    }

    private List<Person> people() {
        List<Person> people = new ArrayList<>();
        for (int i = 0; i < PEOPLE; i++) {
            people.add(person(EACH));
        }
        return people;
    }

    private Person person(int todos) {
        String owner = UUID.randomUUID().toString();
        String token = tokenOf.apply(owner);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < todos; i++) {
                all.add(threads.submit(() -> create(token)));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the table could not be filled", e.getCause());
        }
        return readBack(owner, token, todos);
    }

    private Person readBack(String owner, String token, int expected) {
        List<String> ids = new ArrayList<>();
        List<String> pages = new ArrayList<>();
        String path = "/todos?limit=" + TodosData.PAGE;
        while (path != null) {
            pages.add(path);
            HttpResponse<byte[]> page = service.get(token, path);
            for (JsonNode todo : JSON.readTree(page.body())) {
                ids.add(todo.get("id").asString());
            }
            path = page.headers()
                    .firstValue("Link")
                    .map(NEXT::matcher)
                    .filter(Matcher::find)
                    .map(found -> URI.create(found.group(1)))
                    .map(next -> next.getRawPath() + "?" + next.getRawQuery())
                    .orElse(null);
        }
        if (ids.size() != expected) {
            throw new IllegalStateException("of %d to-dos %d are in the list".formatted(expected, ids.size()));
        }
        return new Person(owner, token, ids, pages);
    }

    private Void create(String token) {
        turns.acquireUninterruptibly();
        try {
            service.post(token, "/todos", TodosData.newTodo());
            return null;
        } finally {
            turns.release();
        }
    }
}
