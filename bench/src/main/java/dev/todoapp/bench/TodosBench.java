package dev.todoapp.bench;

import dev.todoapp.infra.Deployment;
import dev.todoapp.infra.Stack;
import dev.todoapp.localcloud.backends.DynamoDbLocal;
import dev.todoapp.localcloud.backends.Provisioning;
import dev.todoapp.localcloud.backends.StandIn;
import dev.todoapp.platform.testing.TokenIssuer;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Measures the to-do service next to what its requests can't cost less than. */
final class TodosBench {

    private static final String SERVICE = "todo-service";
    private static final int USERS = 8;
    private static final double SHARE = 0.3;
    /** A machine that others share has better and worse moments: the service is measured in three, and the middle one counts. */
    private static final int WINDOWS = 3;

    private final Runs runs;
    private final Pace pace;

    /**
     * How long each part takes, in seconds.
     *
     * @param warmUp of a service that was just started
     * @param again the warm-up of one that is warm, and of what is simple
     * @param measured what counts
     */
    record Pace(long warmUp, long again, long measured) {

        static final Pace RECORD = new Pace(100, 10, 20);
        static final Pace QUICK = new Pace(5, 3, 4);
    }

    /**
     * All that was measured.
     *
     * @param closed the service with a container's flags
     * @param laptop the same with the laptop's
     * @param rate the arrivals a second in the open model
     */
    record Measured(
            Phase closed,
            Phase laptop,
            Phase floor,
            Phase frame,
            double rate,
            Phase open,
            Phase openFloor,
            Phase openFrame,
            Phase pages) {}

    TodosBench(Runs runs, Pace pace) {
        this.runs = runs;
        this.pace = pace;
    }

    Measured run() {
        Stack stack =
                Deployment.read(runs.root().resolve("infra"), "local", Map.of()).stack("data");
        try (DynamoDbLocal dynamoDb = DynamoDbLocal.start(0, null);
                TokenIssuer issuer = TokenIssuer.start()) {
            try (DynamoDbClient client = dynamoDb.client()) {
                Provisioning.createTables(stack, client);
            }
            return measure(stack.output("TodosTableName"), dynamoDb.endpoint(), issuer);
        }
    }

    private Measured measure(String table, URI dynamoDb, TokenIssuer issuer) {
        Path app = runs.app(SERVICE);
        Path data = runs.work().resolve("todos.json");
        int port = Child.freePort();
        URI address = URI.create("http://127.0.0.1:" + port);
        Map<String, String> variables = new HashMap<>(StandIn.variables());
        variables.putAll(Map.of(
                "TODOS_TABLE",
                table,
                "PUBLIC_URL",
                address.toString(),
                "ISSUER",
                issuer.issuer(),
                "CLIENT_IDS",
                TokenIssuer.CLIENT_ID,
                "AWS_ENDPOINT_URL_DYNAMODB",
                Loopback.require(dynamoDb).toString(),
                "PORT",
                Integer.toString(port),
                "SERVER_ADDRESS",
                "127.0.0.1",
                "DRAIN_DELAY",
                "0s"));
        Phase closed;
        Phase floor;
        Phase frame;
        double rate;
        Phase open;
        Phase openFloor;
        Phase openFrame;
        Phase pages;
        try (Child service = runs.service(SERVICE, app, port, Runs.CONTAINER, variables)) {
            TodosSeed seed = new TodosSeed(address, issuer::accessToken);
            System.out.println("  the table is being filled");
            TodosData filled = seed.fill();
            filled.write(data);
            Path bodies = runs.work().resolve("bodies");
            runs.write(bodies.resolve(Frame.MANY), seed.page(filled.served().getFirst()));
            runs.write(bodies.resolve(Frame.ONE), seed.todo(filled.served().getFirst()));

            List<Phase> windows = new ArrayList<>();
            for (int window = 1; window <= WINDOWS; window++) {
                windows.add(load(
                        "closed: service, " + window,
                        Load.Model.CLOSED,
                        address,
                        service,
                        data,
                        0,
                        window == 1 ? pace.warmUp() : pace.again()));
            }
            closed = Phase.median(windows);
            rate = SHARE * closed.throughput();
            int framesPort = Child.freePort();
            URI frames = URI.create("http://127.0.0.1:" + framesPort);
            try (Child framed = runs.frame(bodies, framesPort)) {
                floor = floor("closed: floor", Load.Model.CLOSED, dynamoDb, data, 0, table, pace.warmUp());
                frame = load("closed: frame", Load.Model.CLOSED, frames, framed, data, 0, 2 * pace.again());
                open = load("open: service", Load.Model.OPEN, address, service, data, rate, pace.again());
                openFloor = floor("open: floor", Load.Model.OPEN, dynamoDb, data, rate, table, pace.again());
                openFrame = load("open: frame", Load.Model.OPEN, frames, framed, data, rate, pace.again());
            }
            pages = load("pages", Load.Model.COMPARE, address, service, data, 0, pace.again());
        }
        try (Child service = runs.service(SERVICE + " on a laptop", app, port, runs.laptop(app), variables)) {
            Phase laptop = load(
                    "closed: service, laptop's flags", Load.Model.CLOSED, address, service, data, 0, 2 * pace.again());
            return new Measured(closed, laptop, floor, frame, rate, open, openFloor, openFrame, pages);
        }
    }

    private Phase load(String name, Load.Model model, URI target, Child measured, Path data, double rate, long warmUp) {
        return runs.gatling(
                name,
                TodosLoad.class,
                new Load(model, target, measured.pid(), data, USERS, rate, warmUp, pace.measured(), runs.result(name)));
    }

    private Phase floor(String name, Load.Model model, URI target, Path data, double rate, String table, long warmUp) {
        return runs.floor(
                name,
                TodosFloor.class,
                new Load(model, target, 0, data, USERS, rate, warmUp, pace.measured(), runs.result(name)),
                List.of(table));
    }
}
