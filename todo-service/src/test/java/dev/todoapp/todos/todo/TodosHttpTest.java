package dev.todoapp.todos.todo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.todoapp.todos.Caller;
import dev.todoapp.todos.Caller.Answer;
import dev.todoapp.todos.HttpTest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every route as a client sees it, when all goes well and when it is refused. */
class TodosHttpTest extends HttpTest {

    private static final String PARTY = """
            {"title": " Plan the party 🎉 ", "description": "For *all* of us", "notes": "- Zoë\\n- 龍",
             "dueDate": "2026-12-24", "priority": "high", "tags": ["home", " home ", "été"], "completed": true,
             "order": -0.1}""";

    private final Caller alice = someone();
    private final Caller bob = someone();

    // POST

    @Test
    void createsATodoWithAllItsFields() {
        Answer created = alice.post("/todos", PARTY).hasStatus(201);

        JsonNode todo = created.json();
        assertThat(UUID.fromString(todo.path("id").asString()).version()).isEqualTo(7);
        assertThat(todo.path("url").asString()).isEqualTo(PUBLIC_URL + "/todos/" + created.id());
        assertThat(created.header("Location")).isEqualTo(PUBLIC_URL + "/todos/" + created.id());
        assertThat(created.eTag()).isEqualTo("\"1\"");
        assertThat(created.header("Content-Type")).isEqualTo("application/json");
        assertThat(withoutWhatTheServiceSays(todo)).isEqualTo(json("""
                {"title": "Plan the party 🎉", "description": "For *all* of us", "notes": "- Zoë\\n- 龍",
                 "dueDate": "2026-12-24", "priority": "high", "tags": ["home", "été"], "completed": true,
                 "order": -0.1, "version": 1}"""));
        assertThat(todo.path("createdAt").asString())
                .endsWith("Z")
                .isEqualTo(todo.path("updatedAt").asString());
        assertThat(todo.path("completedAt")).isEqualTo(todo.path("createdAt"));
        assertThat(alice.get("/todos/" + created.id()).hasStatus(200).json()).isEqualTo(todo);
    }

    @Test
    void createsATodoFromATitleAlone() {
        assertThat(withoutWhatTheServiceSays(
                        alice.post("/todos", "{\"title\": \"Buy milk\"}").json()))
                .isEqualTo(json("""
                        {"title": "Buy milk", "description": "", "notes": "", "dueDate": null, "priority": "none",
                         "tags": [], "completed": false, "order": null, "version": 1}"""));
    }

    @Test
    void takesNullForWhatIsLeftOut() {
        assertThat(withoutWhatTheServiceSays(alice.post("/todos", """
                        {"title": "Buy milk", "description": null, "notes": null, "dueDate": null, "priority": null,
                         "tags": null, "completed": null, "order": null}""").json()))
                .isEqualTo(withoutWhatTheServiceSays(
                        alice.post("/todos", "{\"title\": \"Buy milk\"}").json()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "0.5", "-3", "1e15", "123456789.25"})
    void givesBackTheNumberThatWasSent(String number) {
        assertThat(alice.post("/todos", "{\"title\": \"Buy milk\", \"order\": " + number + "}")
                        .json()
                        .path("order")
                        .asDecimal())
                .isEqualByComparingTo(number);
    }

    @Test
    void namesEveryFieldThatIsWrong() {
        alice.post("/todos", """
                        {"title": "  ", "description": "%s", "dueDate": "2026-02-30", "priority": "urgent",
                         "tags": ["x", ""], "order": 1e400}""".formatted("x".repeat(2_001)))
                .names("title", "description", "dueDate", "priority", "tags", "order");
        assertThat(alice.get("/todos").body()).isEqualTo("[]");
    }

    // GET /todos

    @Test
    void listsNothingAsAnEmptyArray() {
        Answer list = alice.get("/todos").hasStatus(200);

        assertThat(list.body()).isEqualTo("[]");
        assertThat(list.header("Link")).isNull();
    }

    @Test
    void listsPageByPage() {
        List<String> ids = IntStream.range(0, 7)
                .mapToObj(i -> alice.post("/todos", "{\"title\": \"Number %d\"}".formatted(i))
                        .id())
                .toList();

        List<String> listed = new ArrayList<>();
        String path = "/todos?limit=3";
        int pages = 0;
        while (path != null) {
            Answer page = alice.get(path).hasStatus(200);
            page.json().forEach(todo -> listed.add(todo.path("id").asString()));
            path = next(page);
            pages++;
        }

        assertThat(listed).isEqualTo(ids);
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void listsFiftyUnlessAskedForMore() {
        for (int i = 0; i < 51; i++) {
            alice.post("/todos", "{\"title\": \"Number %d\"}".formatted(i)).hasStatus(201);
        }

        assertThat(alice.get("/todos").json()).hasSize(50);
        assertThat(alice.get("/todos?limit=100").json()).hasSize(51);
    }

    @Test
    void showsNothingOfAnotherOwnerThroughTheirCursor() {
        IntStream.range(0, 3).forEach(i -> alice.post("/todos", "{\"title\": \"Number %d\"}".formatted(i)));
        String hers = Objects.requireNonNull(next(alice.get("/todos?limit=1")));

        assertThat(bob.get(hers).hasStatus(200).body()).isEqualTo("[]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "101", "ten", "1.5", "99999999999999999999", "", "%00", "%F0%9F%8E%89"})
    void refusesALimitThatIsNone(String limit) {
        alice.get("/todos?limit=" + limit).names("limit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "AZdqPF0ue0GcDz-ObRorT", "AZdqPF0ue0GcDz-ObRorTB", "%00", "../..", "a%20b"})
    void refusesACursorThatItDidNotGive(String cursor) {
        alice.get("/todos?cursor=" + cursor).names("cursor");
    }

    @Test
    void refusesAParameterThatItDoesNotKnowOrGetsTwice() {
        alice.get("/todos?complete=true").names("complete");
        alice.get("/todos?limit=1&limit=2").names("limit");
    }

    // GET /todos with filters

    @Test
    void findsWhatAllFiltersApplyTo() {
        String party = alice.post("/todos", PARTY).id();
        String later = alice.post(
                        "/todos", "{\"title\": \"Straße fegen\", \"dueDate\": \"2027-01-15\", \"tags\": [\"a&b=c\"]}")
                .id();
        String milk = alice.post("/todos", "{\"title\": \"Buy milk\", \"priority\": \"low\"}")
                .id();

        assertThat(ids(alice.get("/todos?completed=true"))).containsExactly(party);
        assertThat(ids(alice.get("/todos?completed=false"))).containsExactlyInAnyOrder(later, milk);
        assertThat(ids(alice.get("/todos?tag=a%26b%3Dc"))).containsExactly(later);
        assertThat(ids(alice.get("/todos?tag=A%26B%3DC"))).isEmpty();
        assertThat(ids(alice.get("/todos?priority=none"))).containsExactly(later);
        assertThat(ids(alice.get("/todos?dueBefore=2027-01-15"))).containsExactly(party);
        assertThat(ids(alice.get("/todos?dueAfter=2026-12-24"))).containsExactly(later);
        assertThat(ids(alice.get("/todos?q=STRASSE"))).containsExactly(later);
        assertThat(ids(alice.get("/todos?q=zoe+PARTY"))).containsExactly(party);
        assertThat(ids(alice.get("/todos?q=%28a%2B%29%2B%24"))).isEmpty();
        assertThat(ids(alice.get(
                        "/todos?completed=true&tag=home&priority=high&dueBefore=2027-01-01&dueAfter=2026-01-01&q=zo")))
                .containsExactly(party);
        assertThat(ids(bob.get("/todos?q=milk"))).isEmpty();
    }

    @Test
    void goesThroughAFilteredListPageByPage() {
        Set<String> even = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            String id = alice.post(
                            "/todos",
                            "{\"title\": \"Number %d\", \"tags\": [\"%s\"]}".formatted(i, i % 8 == 0 ? "a & b" : "c"))
                    .id();
            if (i % 8 == 0) {
                even.add(id);
            }
        }

        List<String> listed = new ArrayList<>();
        String path = "/todos?limit=2&tag=a%20%26%20b&q=n%C3%BAmber";
        while (path != null) {
            Answer page = alice.get(path).hasStatus(200);
            assertThat(page.json().size()).isLessThanOrEqualTo(2);
            listed.addAll(ids(page));
            path = next(page);
        }

        assertThat(listed).containsExactlyInAnyOrderElementsOf(even);
    }

    @Test
    void refusesACursorOfAListWithOtherFilters() {
        IntStream.range(0, 9).forEach(i -> alice.post("/todos", "{\"title\": \"Number %d\"}".formatted(i)));
        String filtered = cursor(alice.get("/todos?limit=1&completed=false"));
        String plain = cursor(alice.get("/todos?limit=1"));

        alice.get("/todos?limit=2&completed=false&cursor=" + filtered).hasStatus(200);
        alice.get("/todos?cursor=" + filtered).names("cursor");
        alice.get("/todos?completed=true&cursor=" + filtered).names("cursor");
        alice.get("/todos?completed=false&q=number&cursor=" + filtered).names("cursor");
        alice.get("/todos?completed=false&cursor=" + plain).names("cursor");
    }

    @ParameterizedTest
    @CsvSource({
        "completed, yes",
        "completed, ''",
        "completed, TRUE",
        "tag, ''",
        "tag, %20",
        "priority, urgent",
        "priority, HIGH",
        "dueBefore, tomorrow",
        "dueBefore, 2026-02-30",
        "dueAfter, 2026-12-24T00:00:00Z",
        "dueAfter, +10000-01-01",
        "q, ''",
        "q, %20%20",
        "q, %CC%81"
    })
    void refusesAFilterThatIsNone(String name, String value) {
        alice.get("/todos?" + name + "=" + value).names(name);
    }

    @Test
    void namesEveryFilterThatIsWrong() {
        alice.get("/todos?completed=1&priority=2&dueBefore=3&dueAfter=4&limit=0&q=" + "x".repeat(201) + "&tag="
                        + "y".repeat(51))
                .names("completed", "priority", "dueBefore", "dueAfter", "limit", "q", "tag");
        alice.get("/todos?q=a&q=b").names("q");
    }

    // GET /todos, conditionally

    @Test
    void answersThatNothingChangedToWhoHasThePage() {
        Answer created = alice.post("/todos", PARTY);
        alice.post("/todos", "{\"title\": \"Buy milk\"}");
        String tag = alice.get("/todos").eTag();

        Answer same = alice.get("/todos", "If-None-Match", tag).hasStatus(304);
        assertThat(same.body()).isEmpty();
        assertThat(same.eTag()).isEqualTo(tag);
        assertThat(alice.get("/todos?limit=1").eTag()).isNotEqualTo(tag);
        assertThat(alice.get("/todos?limit=2").eTag()).isEqualTo(tag);

        alice.patch("/todos/" + created.id(), "{\"title\": \"Rest\"}");
        Answer changed = alice.get("/todos", "If-None-Match", tag).hasStatus(200);
        assertThat(changed.json()).hasSize(2);
        alice.delete("/todos/" + created.id());
        alice.get("/todos", "If-None-Match", changed.eTag()).hasStatus(200);
        assertThat(bob.get("/todos", "If-None-Match", tag).hasStatus(200).body())
                .isEqualTo("[]");
    }

    // DELETE /todos

    @Test
    void deletesTheCompletedOnesTogether() {
        alice.post("/todos", PARTY);
        alice.post("/todos", PARTY);
        String milk = alice.post("/todos", "{\"title\": \"Buy milk\"}").id();
        String his = bob.post("/todos", PARTY).id();

        assertThat(alice.delete("/todos?completed=true").hasStatus(204).body()).isEmpty();

        assertThat(ids(alice.get("/todos"))).containsExactly(milk);
        assertThat(ids(bob.get("/todos"))).containsExactly(his);
        alice.delete("/todos?completed=true").hasStatus(204);
    }

    @Test
    void deletesAllOfThemTogether() {
        IntStream.range(0, 120).forEach(i -> alice.post("/todos", "{\"title\": \"Number %d\"}".formatted(i)));
        String id = alice.get("/todos?limit=1").json().path(0).path("id").asString();

        alice.delete("/todos").hasStatus(204);

        assertThat(alice.get("/todos").body()).isEqualTo("[]");
        alice.put("/todos/" + id, PARTY).isProblem(410, "deleted");
        alice.delete("/todos").hasStatus(204);
    }

    @ParameterizedTest
    @CsvSource({
        "completed=false, completed",
        "completed=, completed",
        "complete=true, complete",
        "tag=home, tag",
        "completed=true&completed=true, completed",
        "limit=1, limit"
    })
    void deletesNothingWhenItIsNotSaidClearlyWhat(String query, String name) {
        alice.post("/todos", PARTY);

        alice.delete("/todos?" + query).names(name);

        assertThat(alice.get("/todos").json()).hasSize(1);
    }

    @Test
    void deletesNothingWhenMoreIsSaidThanItUnderstands() {
        alice.post("/todos", PARTY);

        alice.send("DELETE", "/todos", "{\"completed\": true}".getBytes(UTF_8), "Content-Type", "application/json")
                .names("");
        alice.send(
                        "DELETE",
                        "/todos",
                        "completed=true".getBytes(UTF_8),
                        "Content-Type",
                        "application/x-www-form-urlencoded")
                .names("");
        alice.delete("/todos", "If-Match", "\"1\"").names("If-Match");

        assertThat(alice.get("/todos").json()).hasSize(1);
    }

    // GET /todos/changes

    @Test
    void givesEverythingThenWhatChangesAndWhatIsDeleted() {
        Answer milk = alice.post("/todos", "{\"title\": \"Buy milk\"}");
        Answer party = alice.post("/todos", PARTY);

        JsonNode first = alice.get("/todos/changes").hasStatus(200).json();
        assertThat(first.path("changed")).containsExactlyInAnyOrder(milk.json(), party.json());
        assertThat(first.path("deleted")).isEmpty();
        assertThat(first.path("more").asBoolean()).isFalse();

        Answer oats = alice.patch("/todos/" + milk.id(), "{\"title\": \"Buy oats\"}");
        alice.delete("/todos/" + party.id());
        JsonNode second = alice.get("/todos/changes?since=" + first.path("next").asString())
                .hasStatus(200)
                .json();
        assertThat(second.path("changed")).containsExactly(oats.json());
        assertThat(second.path("deleted").valueStream().map(JsonNode::asString)).containsExactly(party.id());

        String next = second.path("next").asString();
        JsonNode third =
                alice.get("/todos/changes?since=" + next).hasStatus(200).json();
        assertThat(third)
                .isEqualTo(json("{\"changed\": [], \"deleted\": [], \"more\": false, \"next\": \"" + next + "\"}"));
        assertThat(bob.get("/todos/changes?since=" + next).hasStatus(200).json().path("changed"))
                .isEmpty();
    }

    @Test
    void givesTheFeedInPartsOfTheSizeThatIsAskedFor() {
        IntStream.range(0, 7).forEach(i -> alice.post("/todos", "{\"title\": \"Number %d\"}".formatted(i)));

        Set<String> seen = new HashSet<>();
        String path = "/todos/changes?limit=3";
        boolean more = true;
        while (more) {
            JsonNode part = alice.get(path).hasStatus(200).json();
            assertThat(part.path("changed").size()).isLessThanOrEqualTo(3);
            part.path("changed").forEach(todo -> seen.add(todo.path("id").asString()));
            path = "/todos/changes?limit=3&since=" + part.path("next").asString();
            more = part.path("more").asBoolean();
        }

        assertThat(seen).hasSize(7);
    }

    @Test
    void refusesATokenThatItDidNotGiveOrThatIsTooOld() {
        for (String token : List.of("", "x", "2026-11-21", "%F0%9F%8E%89", "bgAAAZqlVZ5D48RCmPwcFB")) {
            alice.get("/todos/changes?since=" + token).names("since");
        }
        alice.get("/todos/changes?since=" + endingAt(Instant.now().plusSeconds(60)))
                .names("since");
        alice.get("/todos/changes?limit=0").names("limit");
        alice.get("/todos/changes?limit=101").names("limit");
        alice.get("/todos/changes?cursor=x").names("cursor");

        alice.get("/todos/changes?since=" + endingAt(Instant.now().minus(Duration.ofDays(31))))
                .isProblem(410, "token-too-old");
        alice.get("/todos/changes?since=" + endingAt(Instant.now().minus(Duration.ofDays(29))))
                .hasStatus(200);
    }

    // GET /todos/{id}

    @Test
    void answersThatNothingChangedToWhoHasTheVersion() {
        Answer created = alice.post("/todos", PARTY);
        String path = "/todos/" + created.id();

        Answer same = alice.get(path, "If-None-Match", created.eTag()).hasStatus(304);
        assertThat(same.eTag()).isEqualTo(created.eTag());
        assertThat(same.body()).isEmpty();
        alice.get(path, "If-None-Match", "W/\"1\", \"9\"").hasStatus(304);
        alice.get(path, "If-None-Match", "\"9\"").hasStatus(200);
    }

    @Test
    void findsNothingOfAnotherOwner() {
        String path = "/todos/" + alice.post("/todos", PARTY).id();

        Answer foreign = bob.get(path).isProblem(404, "not-found");
        Answer unknown = bob.get("/todos/" + UUID.randomUUID()).isProblem(404, "not-found");
        assertThat(foreign.json().path("detail")).isEqualTo(unknown.json().path("detail"));
        bob.patch(path, "{\"title\": \"Mine\"}").isProblem(404, "not-found");
        bob.delete(path).hasStatus(204);
        bob.put(path, PARTY, "If-Match", "*").isProblem(412, "stale-version");
        alice.get(path).hasStatus(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1", "x", "01976A3C-5D2E-7B41-9C0F-3F8E6D1A2B4C", "1-1-1-1-1", "%20", "%F0%9F%8E%89", "null"})
    void refusesAnIdThatIsNoCanonicalUuid(String id) {
        alice.get("/todos/" + id).names("id");
        alice.put("/todos/" + id, PARTY).names("id");
        alice.patch("/todos/" + id, "{}").names("id");
        alice.delete("/todos/" + id).names("id");
    }

    // PUT

    @Test
    void createsUnderTheClientsIdOnceHoweverOftenItIsRepeated() {
        String path = "/todos/" + UUID.randomUUID();

        Answer created = alice.put(path, PARTY, "If-None-Match", "*").hasStatus(201);
        Answer repeated = alice.put(path, PARTY, "If-None-Match", "*").hasStatus(200);

        assertThat(created.header("Location")).isEqualTo(PUBLIC_URL + path);
        assertThat(created.eTag()).isEqualTo("\"1\"");
        assertThat(repeated.json()).isEqualTo(created.json());
        assertThat(repeated.eTag()).isEqualTo("\"1\"");
    }

    @Test
    void refusesToCreateOverSomethingElse() {
        String path = "/todos/" + UUID.randomUUID();
        alice.put(path, PARTY, "If-None-Match", "*");

        alice.put(path, "{\"title\": \"Other\"}", "If-None-Match", "*").isProblem(412, "already-exists");

        assertThat(alice.get(path).json().path("version").asInt()).isEqualTo(1);
    }

    @Test
    void createsWithoutAPreconditionButReplacesOnlyWithOne() {
        String path = "/todos/" + UUID.randomUUID();

        alice.put(path, PARTY).hasStatus(201);
        alice.put(path, PARTY).isProblem(428, "precondition-required");
    }

    @Test
    void replacesTheVersionThatTheClientHasSeen() {
        Answer created = alice.post("/todos", PARTY);
        String path = "/todos/" + created.id();

        Answer replaced = alice.put(path, "{\"title\": \"Rest\"}", "If-Match", created.eTag())
                .hasStatus(200);

        assertThat(replaced.eTag()).isEqualTo("\"2\"");
        assertThat(withoutWhatTheServiceSays(replaced.json())).isEqualTo(json("""
                {"title": "Rest", "description": "", "notes": "", "dueDate": null, "priority": "none", "tags": [],
                 "completed": false, "order": null, "version": 2}"""));
        assertThat(replaced.json().path("createdAt")).isEqualTo(created.json().path("createdAt"));
        alice.put(path, PARTY, "If-Match", created.eTag()).isProblem(412, "stale-version");
        alice.put(path, PARTY, "If-Match", "W/\"2\"").hasStatus(200);
        alice.put(path, "{\"title\": \"Rest\"}", "If-Match", "*").hasStatus(200);
    }

    @Test
    void replacesNothingThatIsNotThere() {
        alice.put("/todos/" + UUID.randomUUID(), PARTY, "If-Match", "\"1\"").isProblem(412, "stale-version");
        alice.put("/todos/" + UUID.randomUUID(), PARTY, "If-Match", "*").isProblem(412, "stale-version");
    }

    @Test
    void neverUsesADeletedIdAgain() {
        String path = "/todos/" + UUID.randomUUID();
        alice.put(path, PARTY, "If-None-Match", "*").hasStatus(201);
        alice.delete(path).hasStatus(204);

        alice.put(path, PARTY, "If-None-Match", "*").isProblem(410, "deleted");
        alice.put(path, PARTY).isProblem(410, "deleted");
        alice.put(path, PARTY, "If-Match", "\"1\"").isProblem(410, "deleted");
        bob.put(path, PARTY, "If-None-Match", "*").hasStatus(201);
    }

    @Test
    void refusesPreconditionsThatMakeNoSense() {
        String path = "/todos/" + UUID.randomUUID();

        alice.put(path, PARTY, "If-None-Match", "\"1\"").names("If-None-Match");
        alice.put(path, PARTY, "If-None-Match", "*", "If-Match", "*").names("If-Match");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"1", "1\"", "\"1\" \"2\"", "*, \"1\"", ",", "\"1\",,", "W/*"})
    void refusesAnIfMatchThatIsNoETag(String header) {
        String path = "/todos/" + alice.post("/todos", PARTY).id();

        alice.patch(path, "{}", "If-Match", header).names("If-Match");
        alice.put(path, PARTY, "If-Match", header).names("If-Match");
        alice.delete(path, "If-Match", header).names("If-Match");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"2\"", "\"0\"", "\"-1\"", "\"01\"", "\"abc\"", "\"\"", "\"99999999999999999999999\"", "\"a,b\""
            })
    void takesAnETagThatItNeverGaveForStale(String header) {
        String path = "/todos/" + alice.post("/todos", PARTY).id();

        alice.patch(path, "{}", "If-Match", header).isProblem(412, "stale-version");
        alice.delete(path, "If-Match", header).isProblem(412, "stale-version");
    }

    // PATCH

    @Test
    void changesOnlyWhatAPatchNames() {
        Answer created = alice.post("/todos", PARTY);

        Answer patched = alice.patch("/todos/" + created.id(), "{\"title\": \"Rest\", \"completed\": false}")
                .hasStatus(200);

        assertThat(patched.eTag()).isEqualTo("\"2\"");
        assertThat(withoutWhatTheServiceSays(patched.json())).isEqualTo(json("""
                {"title": "Rest", "description": "For *all* of us", "notes": "- Zoë\\n- 龍", "dueDate": "2026-12-24",
                 "priority": "high", "tags": ["home", "été"], "completed": false, "order": -0.1, "version": 2}"""));
        assertThat(patched.json().path("completedAt").isNull()).isTrue();
        assertThat(alice.get("/todos/" + created.id()).json()).isEqualTo(patched.json());
    }

    @Test
    void putsBackTheDefaultOfWhatAPatchSetsToNull() {
        String path = "/todos/" + alice.post("/todos", PARTY).id();

        Answer patched = alice.patch(path, """
                {"description": null, "notes": null, "dueDate": null, "priority": null, "tags": null,
                 "completed": null, "order": null}""").hasStatus(200);

        assertThat(withoutWhatTheServiceSays(patched.json())).isEqualTo(json("""
                {"title": "Plan the party 🎉", "description": "", "notes": "", "dueDate": null, "priority": "none",
                 "tags": [], "completed": false, "order": null, "version": 2}"""));
        alice.patch(path, "{\"title\": null}").names("title");
    }

    @Test
    void takesAPatchAsPlainJsonToo() {
        String path = "/todos/" + alice.post("/todos", PARTY).id();

        assertThat(alice.patch(path, "{\"order\": 7}", "Content-Type", "application/json")
                        .hasStatus(200)
                        .json()
                        .path("order")
                        .asInt())
                .isEqualTo(7);
    }

    @Test
    void leavesTheVersionAloneWhenAPatchChangesNothing() {
        Answer created = alice.post("/todos", PARTY);

        assertThat(alice.patch("/todos/" + created.id(), "{}").hasStatus(200).json())
                .isEqualTo(created.json());
        assertThat(alice.patch("/todos/" + created.id(), PARTY).hasStatus(200).json())
                .isEqualTo(created.json());
    }

    @Test
    void refusesAStalePatch() {
        Answer created = alice.post("/todos", PARTY);
        String path = "/todos/" + created.id();
        alice.patch(path, "{\"title\": \"Rest\"}", "If-Match", created.eTag()).hasStatus(200);

        alice.patch(path, "{\"title\": \"Work\"}", "If-Match", created.eTag()).isProblem(412, "stale-version");
        alice.patch(path, "{\"title\": \"Work\"}", "If-Match", "\"1\", W/\"2\"").hasStatus(200);

        assertThat(alice.get(path).json().path("title").asString()).isEqualTo("Work");
    }

    @Test
    void patchesNothingThatIsNotThere() {
        String path = "/todos/" + alice.post("/todos", PARTY).id();
        alice.delete(path);

        alice.patch(path, "{\"title\": \"Rest\"}").isProblem(404, "not-found");
        alice.patch("/todos/" + UUID.randomUUID(), "{}", "If-Match", "\"1\"").isProblem(404, "not-found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "url", "createdAt", "updatedAt", "completedAt", "version", "owner", "Title"})
    void refusesFieldsThatAreNotTheClients(String field) {
        String path = "/todos/" + alice.post("/todos", PARTY).id();

        alice.patch(path, "{\"%s\": null}".formatted(field)).names(field);
        alice.put(path, "{\"title\": \"x\", \"%s\": \"x\"}".formatted(field), "If-Match", "*")
                .names(field);
        alice.post("/todos", "{\"title\": \"x\", \"%s\": \"x\"}".formatted(field))
                .names(field);
    }

    @Test
    void losesNoneOf32WritersChanges() throws Exception {
        String path = "/todos/" + alice.post("/todos", "{\"title\": \"Start\"}").id();
        List<String> fields = List.of("title", "description", "notes");
        List<Callable<Answer>> writers = IntStream.range(0, 32)
                .<Callable<Answer>>mapToObj(i ->
                        () -> alice.patch(path, "{\"%s\": \"by %d\"}".formatted(fields.get(i % 3), i)))
                .toList();

        List<Answer> answers = allAtOnce(writers);

        assertThat(answers).allSatisfy(answer -> answer.hasStatus(200));
        List<JsonNode> states = answers.stream()
                .map(Answer::json)
                .sorted(Comparator.comparing(state -> state.path("version").asInt()))
                .toList();
        assertThat(states.getLast()).isEqualTo(alice.get(path).json());
        assertThat(states.getLast().path("version").asInt()).isEqualTo(33);
        // Each state is the one before it and one writer's change: nothing that another wrote has gone with it.
        for (int i = 1; i < states.size(); i++) {
            JsonNode before = states.get(i - 1);
            JsonNode after = states.get(i);
            assertThat(fields)
                    .filteredOn(field -> !after.path(field).equals(before.path(field)))
                    .hasSize(1);
        }
    }

    @Test
    void letsOneOf32WritersWithTheSameVersionWin() throws Exception {
        Answer created = alice.post("/todos", "{\"title\": \"Start\"}");
        String path = "/todos/" + created.id();
        List<Callable<Answer>> writers = IntStream.range(0, 32)
                .<Callable<Answer>>mapToObj(
                        i -> () -> alice.patch(path, "{\"title\": \"by %d\"}".formatted(i), "If-Match", created.eTag()))
                .toList();

        List<Answer> answers = allAtOnce(writers);

        List<Answer> winners =
                answers.stream().filter(answer -> answer.status() == 200).toList();
        assertThat(winners).hasSize(1);
        assertThat(answers).filteredOn(answer -> answer.status() == 412).hasSize(31);
        assertThat(alice.get(path).json()).isEqualTo(winners.getFirst().json());
    }

    // DELETE

    @Test
    void deletesAndSaysSoAgain() {
        String path = "/todos/" + alice.post("/todos", PARTY).id();

        assertThat(alice.delete(path).hasStatus(204).body()).isEmpty();
        alice.delete(path).hasStatus(204);
        alice.delete("/todos/" + UUID.randomUUID()).hasStatus(204);

        alice.get(path).isProblem(404, "not-found");
        assertThat(alice.get("/todos").body()).isEqualTo("[]");
    }

    @Test
    void deletesOnlyTheVersionThatTheClientHasSeen() {
        Answer created = alice.post("/todos", PARTY);
        String path = "/todos/" + created.id();
        Answer patched = alice.patch(path, "{\"title\": \"Rest\"}");

        alice.delete(path, "If-Match", created.eTag()).isProblem(412, "stale-version");
        alice.get(path).hasStatus(200);
        alice.delete(path, "If-Match", patched.eTag()).hasStatus(204);
        alice.delete(path, "If-Match", patched.eTag()).hasStatus(204);
        alice.delete(path, "If-Match", "*").hasStatus(204);
    }

    // What isn't there

    @Test
    void saysWhichMethodsARouteHas() {
        assertThat(alice.send("PATCH", "/todos", null).hasStatus(405).header("Allow"))
                .contains("GET", "POST", "DELETE");
        alice.post("/todos/" + UUID.randomUUID(), PARTY).hasStatus(405);
    }

    @Test
    void answersAnUnknownPathWithAProblem() {
        assertThat(alice.get("/todos/x/y").hasStatus(404).header("Content-Type"))
                .startsWith("application/problem+json");
        assertThat(alice.get("/elsewhere").hasStatus(404).header("Content-Type"))
                .startsWith("application/problem+json");
    }

    @Test
    void buildsUrlsFromNothingThatARequestSays() {
        String[] lies = {
            "X-Forwarded-Host", "evil.example", "X-Forwarded-Proto", "http", "Forwarded", "host=evil.example"
        };
        Answer created = alice.post("/todos", PARTY, lies);
        alice.post("/todos", PARTY);

        assertThat(created.json().path("url").asString()).startsWith(PUBLIC_URL + "/todos/");
        assertThat(alice.get("/todos?limit=1", lies).header("Link")).startsWith("<" + PUBLIC_URL + "/todos?");
    }

    private static List<String> ids(Answer list) {
        return list.hasStatus(200)
                .json()
                .valueStream()
                .map(todo -> todo.path("id").asString())
                .toList();
    }

    private static String cursor(Answer page) {
        return Objects.requireNonNull(next(page)).replaceAll(".*cursor=", "");
    }

    private static String endingAt(Instant since) {
        return ChangeToken.write(new ChangeToken.End(since.truncatedTo(ChronoUnit.MILLIS), 1));
    }

    private static @Nullable String next(Answer page) {
        String link = page.header("Link");
        if (link == null) {
            return null;
        }
        assertThat(link).startsWith("<" + PUBLIC_URL + "/todos?").endsWith(">; rel=\"next\"");
        return link.substring(1 + PUBLIC_URL.length(), link.indexOf('>'));
    }

    private static JsonNode withoutWhatTheServiceSays(JsonNode todo) {
        return todo.deepCopy().asObject().remove(List.of("id", "url", "createdAt", "updatedAt", "completedAt"));
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    private static <T> List<T> allAtOnce(List<Callable<T>> tasks) throws Exception {
        List<T> results = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var result : threads.invokeAll(tasks)) {
                results.add(result.get());
            }
        }
        return results;
    }
}
