package dev.todoapp.platform;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** What a filter or the container refused, as a problem too. */
@Controller
class ProblemErrorPage implements ErrorController {

    private final ProblemWriter problems;

    ProblemErrorPage(ProblemWriter problems) {
        this.problems = problems;
    }

    @RequestMapping("${server.error.path:${error.path:/error}}")
    void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        HttpStatus status = code instanceof Integer number ? HttpStatus.resolve(number) : null;
        if (status == null) {
            status = HttpStatus.NOT_FOUND; // asked for directly: there is no such page
        }
        String detail = status.is5xxServerError()
                ? "Something went wrong on our side. It was logged"
                : "The request was refused: " + status.getReasonPhrase();
        problems.write(request, response, new Problem(status, "refused", detail));
    }
}
