package dev.todoapp.files;

import dev.todoapp.files.file.Limits;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;

/** The files service: hands out signed URLs for S3, so that files go straight between browsers and the bucket. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
public class FilesApplication {

    @Bean
    Limits limits(FilesProperties properties) {
        return properties.limits();
    }

    public static void main(String[] args) {
        SpringApplication.run(FilesApplication.class, args);
    }
}
