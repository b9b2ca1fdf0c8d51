package dev.todoapp.localcloud.cognito;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.http.HttpStatus;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.View;

/** Fills in the pages' templates. Everything that is filled in is escaped. */
final class PageWriter {

    private final Map<String, Template> templates = new ConcurrentHashMap<>();
    private final Mustache.Compiler compiler =
            Mustache.compiler().escapeHTML(true).defaultValue("").withLoader(PageWriter::source);

    ModelAndView page(String name, HttpStatus status, Map<String, ?> model) {
        ModelAndView page = new ModelAndView(view(name), model);
        page.setStatus(status);
        return page;
    }

    ModelAndView problem(HttpStatus status, String title, String text) {
        return page("problem", status, Map.of("title", title, "text", text));
    }

    /** A refusal of the authorize endpoint that the app can't be told. */
    ModelAndView problem(OAuth2Error error) {
        return page(
                "problem",
                HttpStatus.BAD_REQUEST,
                Map.of(
                        "title",
                        "This sign-in link does not work",
                        "text",
                        Objects.requireNonNullElse(error.getDescription(), "") + ".",
                        "reason",
                        error.getErrorCode()));
    }

    void write(HttpServletRequest request, HttpServletResponse response, ModelAndView page) throws IOException {
        try {
            response.setStatus(Objects.requireNonNull(page.getStatus()).value());
            Objects.requireNonNull(page.getView()).render(page.getModel(), request, response);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("a page could not be written", e);
        }
    }

    private View view(String name) {
        return (model, request, response) -> {
            Map<String, Object> context = new HashMap<>(model == null ? Map.of() : model);
            if (request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token) {
                context.put("csrf", token.getToken());
            }
            String html = templates
                    .computeIfAbsent(name, one -> compiler.loadTemplate(one))
                    .execute(context);
            response.setContentType("text/html");
            response.setCharacterEncoding(StandardCharsets.UTF_8);
            response.getWriter().write(html);
        };
    }

    private static Reader source(String name) {
        InputStream source = PageWriter.class.getResourceAsStream("pages/" + name + ".html");
        return new InputStreamReader(
                Objects.requireNonNull(source, () -> "there is no page " + name), StandardCharsets.UTF_8);
    }
}
