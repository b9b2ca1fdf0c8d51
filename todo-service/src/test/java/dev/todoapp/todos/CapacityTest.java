package dev.todoapp.todos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.todoapp.todos.Meter.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * What each request costs, in the units that DynamoDB says it has consumed, against the table in docs/cost.md: for to-dos of
 * 300 bytes, and owners who have 10, 1,000 and 10,000 of them. On DynamoDB Local, which counts as DynamoDB does but for
 * deletions, see there.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CapacityTest extends HttpTest {

    private static final List<Integer> SIZES = List.of(10, 1_000, 10_000);

    /** | `GET /todos?limit=20` | 1 | 2 | 2 | 0 | … : reads of the three owners, then writes. */
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| ([^|]+) \\| ([0-9.]+) \\| ([0-9.]+) \\| ([0-9.]+) \\| ([0-9.]+) \\|");

    private final Map<String, List<Double>> budgets = new HashMap<>();
    private final List<Owned> owners = new ArrayList<>();

    /** @param id of one of the to-dos */
    private record Owned(Caller caller, String id) {}

    @BeforeAll
    void fill() throws IOException {
        Matcher rows = ROW.matcher(Files.readString(Path.of("../docs/cost.md")));
        while (rows.find()) {
            budgets.put(
                    rows.group(1).replace("`", ""),
                    IntStream.rangeClosed(2, 5)
                            .mapToObj(i -> Double.valueOf(rows.group(i)))
                            .toList());
        }
        for (int size : SIZES) {
            String owner = UUID.randomUUID().toString();
            owners.add(new Owned(someone(owner), fill(owner, size)));
        }
    }

    private record Request(String name, Action action) {}

    private interface Action {

        void send(Caller caller, String id);
    }

    /** Requests that leave the to-dos of 300 bytes as they are, or make others. */
    private static final List<Request> REQUESTS = List.of(
            new Request("GET /todos?limit=20", (caller, id) -> caller.get("/todos?limit=20")),
            new Request("GET /todos?limit=100", (caller, id) -> caller.get("/todos?limit=100")),
            new Request(
                    "GET /todos?completed=false&limit=20, most are open",
                    (caller, id) -> caller.get("/todos?completed=false&limit=20")),
            new Request("GET /todos?q=nothing&limit=100", (caller, id) -> caller.get("/todos?q=nothing&limit=100")),
            new Request("GET /todos/{id}", (caller, id) -> caller.get("/todos/" + id)),
            new Request("GET /todos/{id}, nothing there", (caller, id) -> caller.get("/todos/" + UUID.randomUUID())),
            new Request("POST /todos", (caller, id) -> caller.post("/todos", todo("New"))),
            new Request(
                    "PUT /todos/{id}, a new one",
                    (caller, id) -> caller.put("/todos/" + UUID.randomUUID(), todo("New"), "If-None-Match", "*")),
            new Request("PATCH /todos/{id}", (caller, id) -> caller.patch("/todos/" + id, todo("Changed"))),
            new Request("PATCH /todos/{id}, nothing changes", (caller, id) -> caller.patch("/todos/" + id, "{}")),
            new Request(
                    "PUT /todos/{id} with If-Match",
                    (caller, id) -> caller.put("/todos/" + id, todo("Put"), "If-Match", "*")));

    @TestFactory
    List<DynamicTest> everyRequestCostsWhatTheTableSays() {
        return REQUESTS.stream()
                .flatMap(request -> IntStream.range(0, SIZES.size())
                        .mapToObj(i -> DynamicTest.dynamicTest(
                                request.name() + " of " + SIZES.get(i), () -> costs(request, i))))
                .toList();
    }

    @Test
    void everyRowOfTheTableIsMeasured() {
        assertThat(budgets.keySet())
                .containsAll(REQUESTS.stream().map(Request::name).toList())
                .contains("GET /todos/changes, no news");
    }

    @Test
    void aPageCostsTheSameHoweverManyOthersThereAre() {
        assertThat(budget("GET /todos?limit=20").get(1))
                .isEqualTo(budget("GET /todos?limit=20").get(2));
    }

    @Test
    void aPollOfTheFeedWithoutNewsCostsOneUnitAtMost() {
        for (int i = 0; i < SIZES.size(); i++) {
            Caller owner = owners.get(i).caller();
            String token = settled(owner);
            meter().reset();

            poll(owner, token);

            // DynamoDB charges half a unit for each of two reads that find nothing; DynamoDB Local doesn't.
            assertThat(reads())
                    .isLessThanOrEqualTo(budget("GET /todos/changes, no news").get(i));
            assertThat(meter().calls()).hasSize(2).allMatch(call -> units(call) <= 0.5);
            assertThat(reads()).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void noRequestReadsMoreThanAMegabyte() {
        Caller owner = someone(bigOnes());

        for (String path : List.of("/todos?limit=100", "/todos?limit=100&q=nothing", "/todos/changes?limit=100")) {
            meter().reset();
            owner.get(path).hasStatus(200);

            assertThat(meter().calls()).hasSize(1);
            // DynamoDB ends a page with the item that passes the megabyte; these have 40 KB.
            assertThat(reads()).as(path).isLessThanOrEqualTo(1024 * 1024 / 4096.0 + 10);
        }
    }

    /** What a deletion costs is in the table by DynamoDB's documentation: DynamoDB Local leaves out half of a transaction. */
    @Test
    void nothingIsEverScanned() {
        String subject = UUID.randomUUID().toString();
        Caller owner = someone(subject);
        meter().reset();

        String id = owner.post("/todos", todo("One")).id();
        owner.put("/todos/" + UUID.randomUUID(), todo("Two"));
        owner.put("/todos/" + id, todo("Three"), "If-Match", "*");
        owner.patch("/todos/" + id, "{\"title\": \"Four\"}");
        owner.get("/todos/" + id);
        owner.get("/todos");
        owner.get("/todos?q=four&tag=x&priority=low&dueBefore=2026-01-01&dueAfter=2025-01-01&completed=true");
        String token = owner.get("/todos/changes").json().path("next").asString();
        owner.patch("/todos/" + id, "{\"title\": \"Five\"}");
        owner.get("/todos/changes?since=" + token);
        owner.delete("/todos/" + id, "If-Match", "*");
        owner.delete("/todos/" + id);
        owner.put("/todos/" + id, todo("Six"));
        owner.put("/todos/" + id, todo("Six"), "If-Match", "*");
        owner.delete("/todos?completed=true");
        owner.delete("/todos");

        assertThat(meter().calls())
                .extracting(Call::operation)
                .containsOnly("PutItem", "TransactWriteItems", "GetItem", "Query", "BatchGetItem");
    }

    private void costs(Request request, int owner) {
        List<Double> budget = budget(request.name());
        Owned owned = owners.get(owner);
        meter().reset();

        request.action().send(owned.caller(), owned.id());

        assertThat(List.of(reads(), writes()))
                .as("read and write units of %s", meter().calls())
                .containsExactly(budget.get(owner), budget.get(3));
    }

    /** {@return a token of a client that has heard of everything there is} */
    private String settled(Caller owner) {
        String[] token = {
            owner.get("/todos/changes?limit=100").json().path("next").asString()
        };
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            var part = owner.get("/todos/changes?limit=100&since=" + token[0])
                    .hasStatus(200)
                    .json();
            token[0] = part.path("next").asString();
            return !part.path("more").asBoolean()
                    && part.path("changed").isEmpty()
                    && part.path("deleted").isEmpty();
        });
        return token[0];
    }

    private static void poll(Caller owner, String token) {
        var part = owner.get("/todos/changes?since=" + token).hasStatus(200).json();
        assertThat(part.path("changed")).isEmpty();
        assertThat(part.path("next").asString()).isEqualTo(token);
    }

    private List<Double> budget(String request) {
        return Objects.requireNonNull(budgets.get(request), request + " has no row in docs/cost.md");
    }

    private double reads() {
        return meter().calls().stream()
                .filter(call -> call.operation().matches("GetItem|BatchGetItem|Query"))
                .mapToDouble(CapacityTest::units)
                .sum();
    }

    private double writes() {
        return meter().calls().stream()
                .filter(call -> call.operation().matches("PutItem|TransactWriteItems"))
                .mapToDouble(CapacityTest::units)
                .sum();
    }

    private static double units(Call call) {
        return call.consumed().stream()
                .mapToDouble(ConsumedCapacity::capacityUnits)
                .sum();
    }

    /** Changed an hour ago, as most are; written to the table itself, which is quicker. */
    private static String fill(String owner, int count) {
        List<WriteRequest> writes = IntStream.range(0, count)
                .mapToObj(i -> item(owner, i, "Number " + i, "x".repeat(125)))
                .toList();
        LocalTable table = LocalTable.get();
        for (int from = 0; from < count; from += 25) {
            List<WriteRequest> some = writes.subList(from, Math.min(count, from + 25));
            var answer = table.client().batchWriteItem(write -> write.requestItems(Map.of(table.name(), some)));
            assertThat(answer.unprocessedItems()).isEmpty();
        }
        return id(0);
    }

    private static WriteRequest item(String owner, int number, String title, String notes) {
        String time = "2026-11-21T09:30:00.%03dZ".formatted(number % 1_000);
        Map<String, AttributeValue> item = new HashMap<>(Map.of(
                "owner", AttributeValue.fromS(owner),
                "id", AttributeValue.fromS(id(number)),
                "changed", AttributeValue.fromS(time),
                "createdAt", AttributeValue.fromS(time),
                "version", AttributeValue.fromN("1"),
                "title", AttributeValue.fromS(title),
                "notes", AttributeValue.fromS(notes)));
        if (number % 5 == 4) {
            item.put("completedAt", AttributeValue.fromS(time));
        }
        return WriteRequest.builder()
                .putRequest(PutRequest.builder().item(item).build())
                .build();
    }

    private static String id(int number) {
        return "01976a3c-5d2e-7b41-9c0f-%012x".formatted(number);
    }

    private static String bigOnes() {
        String owner = UUID.randomUUID().toString();
        LocalTable table = LocalTable.get();
        IntStream.range(0, 40)
                .mapToObj(i -> item(owner, i, "Big", "𝄞".repeat(10_000)))
                .forEach(write -> table.client()
                        .putItem(put -> put.tableName(table.name())
                                .item(write.putRequest().item())));
        return owner;
    }

    private static String todo(String title) {
        return "{\"title\": \"%s\", \"notes\": \"%s\"}".formatted(title, "y".repeat(125));
    }
}
