package dev.todoapp.platform;

import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.springframework.http.HttpStatus;

/** What Tomcat refuses before any of our code sees it, such as a request line that can't be parsed: a problem too. */
public final class PlainErrors extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, Throwable failure) {
        HttpStatus status = HttpStatus.resolve(response.getStatus());
        if (status == null || !status.isError() || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        try {
            response.setContentType("application/problem+json");
            response.setCharacterEncoding("utf-8");
            if (response.getReporter() != null) {
                response.getReporter()
                        .write("{\"type\":\"urn:problem:refused\",\"title\":\"%s\",\"status\":%d}"
                                .formatted(status.getReasonPhrase(), status.value()));
                response.finishResponse();
            }
        } catch (IOException gone) {
            // The caller went away: there is nobody to tell.
        }
    }
}
