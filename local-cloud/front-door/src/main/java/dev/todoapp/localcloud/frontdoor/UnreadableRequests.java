package dev.todoapp.localcloud.frontdoor;

import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;

/** What Tomcat refuses before any box sees it (an URL that can't be parsed, headers too large): CloudFront's page, not Tomcat's. */
public final class UnreadableRequests extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, Throwable failure) {
        if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        try {
            response.setContentType("text/html");
            response.setCharacterEncoding("utf-8");
            response.setHeader("Server", "CloudFront");
            if (response.getReporter() != null) {
                response.getReporter().write(CloudFrontPage.html(response.getStatus(), "Bad request."));
                response.finishResponse();
            }
        } catch (IOException gone) {
            // The viewer went away: there is nobody to tell.
        }
    }
}
