package dev.todoapp.todos;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/** The to-do service. */
@SpringBootApplication(proxyBeanMethods = false)
@EnableConfigurationProperties(TodosProperties.class)
public class TodosApplication {

    public static void main(String[] args) {
        SpringApplication.run(TodosApplication.class, args);
    }
}
