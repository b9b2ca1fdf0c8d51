package dev.todoapp.files.file;

import org.springframework.context.annotation.Configuration;
import org.springframework.format.FormatterRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Lets the controller take ids as ids. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration implements WebMvcConfigurer {

    @Override
    public void addFormatters(FormatterRegistry registry) {
        registry.addConverter(String.class, TodoId.class, text -> Fields.read("todoId", () -> TodoId.parse(text)));
        registry.addConverter(String.class, FileId.class, text -> Fields.read("fileId", () -> FileId.parse(text)));
    }
}
