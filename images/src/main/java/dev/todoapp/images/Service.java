package dev.todoapp.images;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a service is told in its training, and what it is asked: each thing that it can do, and what it refuses most. */
enum Service {
    TODO_SERVICE {
        @Override
        Map<String, String> variables(String aws) {
            return Map.of("TODOS_TABLE", "training", "AWS_ENDPOINT_URL_DYNAMODB", aws);
        }

        @Override
        List<Request> own() {
            String one = "/todos/" + Aws.TODO;
            return List.of(
                    Request.of("GET", "/todos?limit=20", 200),
                    Request.of("GET", "/todos?q=a&completed=false&priority=high&tag=home", 200),
                    Request.of("GET", one, 200),
                    Request.of("POST", "/todos", 201)
                            .json("{\"title\": \"Buy milk\", \"notes\": \"2 l\", \"tags\": [\"home\"],"
                                    + " \"priority\": \"high\", \"dueDate\": \"2026-12-24\", \"order\": 1.5}"),
                    Request.of("PATCH", one, 200).json("{\"completed\": true}"),
                    Request.of("PUT", one, 200)
                            .json("{\"title\": \"Buy bread\"}")
                            .with("If-Match", "\"1\""),
                    Request.of("DELETE", one, 204),
                    Request.of("GET", "/todos/changes", 200),
                    Request.of("GET", "/todos", 401).anonymously(),
                    Request.of("GET", "/todos/not-an-id", 400),
                    Request.of("POST", "/todos", 400).json("{\"titel\": \"Buy milk\"}"));
        }
    },
    FILES_SERVICE {
        @Override
        Map<String, String> variables(String aws) {
            return Map.of(
                    "FILES_BUCKET",
                    "training",
                    "DELETED_TODOS_QUEUE",
                    aws + "/000000000000/training",
                    "AWS_ENDPOINT_URL_S3",
                    aws,
                    "AWS_ENDPOINT_URL_SQS",
                    aws);
        }

        @Override
        List<Request> own() {
            String files = "/files/" + Aws.TODO;
            return List.of(
                    Request.of("GET", "/files", 200),
                    Request.of("GET", files, 200),
                    Request.of("GET", files + "/" + Aws.FILE, 200),
                    Request.of("POST", files, 201)
                            .json("{\"name\": \"photo.png\", \"size\": 3, \"contentType\": \"image/png\"}"),
                    Request.of("DELETE", files + "/" + Aws.FILE, 204),
                    Request.of("DELETE", files, 204),
                    Request.of("GET", files, 401).anonymously(),
                    Request.of("POST", files, 400).json("{\"nam\": \"photo.png\"}"));
        }
    };

    /**
     * A request, and what it must be answered with.
     *
     * @param body empty for none
     */
    record Request(
            String method, String path, Map<String, String> headers, String body, boolean isSignedIn, int expected) {

        static Request of(String method, String path, int expected) {
            return new Request(method, path, Map.of(), "", true, expected);
        }

        Request json(String body) {
            return new Request(method, path, Map.of("Content-Type", "application/json"), body, isSignedIn, expected);
        }

        Request with(String name, String value) {
            Map<String, String> more = new HashMap<>(headers);
            more.put(name, value);
            return new Request(method, path, more, body, isSignedIn, expected);
        }

        Request anonymously() {
            return new Request(method, path, headers, body, false, expected);
        }
    }

    /** @throws IllegalArgumentException if there is no such service */
    static Service named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** @param aws where AWS is played */
    abstract Map<String, String> variables(String aws);

    abstract List<Request> own();

    List<Request> requests() {
        List<Request> all = new ArrayList<>(own());
        all.add(Request.of("GET", "/actuator/health/liveness", 200).anonymously());
        all.add(Request.of("GET", "/actuator/health/readiness", 200).anonymously());
        all.add(Request.of("GET", "/actuator/health/dependencies", 200).anonymously());
        return all;
    }
}
