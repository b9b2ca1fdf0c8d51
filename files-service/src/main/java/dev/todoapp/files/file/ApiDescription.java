package dev.todoapp.files.file;

import org.springframework.context.annotation.Configuration;

/** What openapi.yaml says beyond what the controller's types tell. */
@Configuration(proxyBeanMethods = false)
class ApiDescription {

    static final String TODO_ID = "01976a3c-5d2e-7b41-9c0f-3f8e6d1a2b4c";
    static final String FILE_ID = "01976a41-0c7d-7e52-8f3a-5b1d9c0e4f6a";
    static final String FILE_URL = "https://todo.example/files/" + TODO_ID + "/" + FILE_ID;
}
