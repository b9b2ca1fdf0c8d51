package dev.todoapp.localcloud.cognito;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;
import tools.jackson.databind.json.JsonMapper;

/** What Cognito has not: the mails that it would have sent, and a page that says what this is. */
@Controller
final class OtherPages {

    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm:ss", Locale.ENGLISH).withZone(ZoneId.systemDefault());

    private final UserPoolSettings pool;
    private final Outbox outbox;
    private final PageWriter pages;
    private final boolean showsApis;
    private final JsonMapper json = JsonMapper.shared();

    OtherPages(CognitoConfiguration.Start start, Outbox outbox, PageWriter pages) {
        this.pool = start.pool();
        this.outbox = outbox;
        this.pages = pages;
        this.showsApis = !start.apis().isEmpty();
    }

    @GetMapping("/")
    ModelAndView home() {
        return pages.page("home", HttpStatus.OK, Map.of("pool", pool.id(), "apis", showsApis));
    }

    @GetMapping("/outbox")
    ModelAndView outbox() {
        List<Map<String, String>> mails = outbox.newestFirst().stream()
                .map(mail -> Map.of(
                        "to", mail.to(),
                        "subject", mail.subject(),
                        "text", mail.text(),
                        "code", mail.code(),
                        "at", mail.sentAt().toString(),
                        "when", WHEN.format(mail.sentAt())))
                .toList();
        return pages.page("outbox", HttpStatus.OK, Map.of("mails", mails, "none", mails.isEmpty()));
    }

    @GetMapping("/outbox.json")
    ResponseEntity<String> outboxAsJson() {
        List<Map<String, String>> mails = outbox.newestFirst().stream()
                .map(mail -> {
                    Map<String, String> one = new LinkedHashMap<>();
                    one.put("to", mail.to());
                    one.put("subject", mail.subject());
                    one.put("code", mail.code());
                    one.put("sentAt", mail.sentAt().toString());
                    return one;
                })
                .toList();
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(json.writeValueAsString(mails));
    }

    @GetMapping("/assets/pages.css")
    ResponseEntity<String> style() throws IOException {
        return asset("pages.css", new MediaType("text", "css", StandardCharsets.UTF_8));
    }

    @GetMapping("/assets/icon.svg")
    ResponseEntity<String> icon() throws IOException {
        return asset("icon.svg", new MediaType("image", "svg+xml", StandardCharsets.UTF_8));
    }

    @RequestMapping("/**")
    ModelAndView nothing() {
        return pages.problem(HttpStatus.NOT_FOUND, "There is no such page", "Nothing is kept at this address.");
    }

    private static ResponseEntity<String> asset(String name, MediaType type) throws IOException {
        return ResponseEntity.ok()
                .contentType(type)
                .cacheControl(CacheControl.maxAge(Duration.ofHours(1)))
                .body(new ClassPathResource("pages/" + name, OtherPages.class)
                        .getContentAsString(StandardCharsets.UTF_8));
    }
}
