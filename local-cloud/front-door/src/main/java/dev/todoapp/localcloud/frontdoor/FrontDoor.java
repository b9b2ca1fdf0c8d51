package dev.todoapp.localcloud.frontdoor;

import dev.todoapp.infra.Deployment;
import dev.todoapp.infra.Stack;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardHost;
import org.apache.coyote.CloseNowException;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Shutdown;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.support.DefaultLifecycleProcessor;
import org.springframework.http.converter.ByteArrayHttpMessageConverter;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.support.HandlerFunctionAdapter;
import org.springframework.web.servlet.function.support.RouterFunctionMapping;

/**
 * What stands before the services: CloudFront, API Gateway and the load balancer, played on this machine as the
 * templates describe them.
 *
 * <p>Its Spring context has the few beans that are named here and no auto-configuration at all, so nothing else on the
 * class path can get in.
 */
public final class FrontDoor implements AutoCloseable {

    /** One name for all that the front door says, as the launcher shows it. */
    static final String LOGGER = "front-door";

    private static final Logger log = LoggerFactory.getLogger(LOGGER);

    /** How long requests may take to end when the front door closes. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final ServletWebServerApplicationContext context;
    private final Targets targets;
    private final TargetClient client;

    private FrontDoor(ServletWebServerApplicationContext context, Targets targets, TargetClient client) {
        this.context = context;
        this.targets = targets;
        this.client = client;
    }

    /**
     * Opens the front door.
     *
     * @param deployment the stacks to play
     * @param targets the services' processes, for as long as the front door is open
     * @throws Unplayable if a template holds what the front door can't play
     * @throws IllegalArgumentException if a target was registered for a target group that no template has
     * @throws IllegalStateException if the port is taken
     */
    public static FrontDoor start(Deployment deployment, FrontDoorSettings settings, Targets targets) {
        return start(deployment.stacks(), settings, targets);
    }

    static FrontDoor start(List<Stack> stacks, FrontDoorSettings settings, Targets targets) {
        LoadBalancer balancer = LoadBalancer.parse(stacks);
        HttpApi api = HttpApi.parse(stacks, balancer);
        Distribution distribution = Distribution.parse(stacks, api);

        var client = new TargetClient(balancer.idleTimeout());
        var loadBalancer = new ApplicationLoadBalancer(balancer, targets, client);
        var gateway = new ApiGateway(api, settings, loadBalancer.routes());
        Optional<String> config = WebsiteConfig.of(stacks);
        var cloudFront = new CloudFront(
                distribution,
                bucket -> new Website(settings.websiteFolder(), bucket.listable(), config),
                gateway.routes());
        try {
            targets.open(balancer.targetGroups(), client);
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
        try {
            return new FrontDoor(open(settings, cloudFront), targets, client);
        } catch (RuntimeException e) {
            targets.close();
            client.close();
            throw e;
        }
    }

    /** The port that it listens on. */
    public int port() {
        return Objects.requireNonNull(context.getWebServer()).getPort();
    }

    /** Lets requests end, then stops listening and checking. */
    @Override
    public void close() {
        context.close();
        targets.close();
        client.close();
    }

    private static ServletWebServerApplicationContext open(FrontDoorSettings settings, CloudFront cloudFront) {
        var context = new ServletWebServerApplicationContext();
        context.setId("front-door");
        context.registerBean(TomcatServletWebServerFactory.class, () -> webServer(settings));
        context.registerBean(RouterFunction.class, cloudFront::routes);
        context.registerBean(RouterFunctionMapping.class, Mapping::new);
        context.registerBean(HandlerFunctionAdapter.class);
        context.registerBean(HandlerExceptionResolver.class, () -> FrontDoor::explain);
        context.registerBean("dispatcher", ServletRegistrationBean.class, () -> dispatcher(context));
        context.registerBean(
                "accessLog", FilterRegistrationBean.class, () -> new FilterRegistrationBean<>(new AccessLog()));
        context.registerBean("lifecycleProcessor", DefaultLifecycleProcessor.class, () -> {
            var lifecycle = new DefaultLifecycleProcessor();
            lifecycle.setTimeoutPerShutdownPhase(GRACE.toMillis());
            return lifecycle;
        });
        try {
            context.refresh();
            return context;
        } catch (RuntimeException e) {
            context.close();
            throw isTaken(e) ? new IllegalStateException("port " + settings.port() + " is taken", e) : e;
        }
    }

    private static boolean isTaken(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return true;
            }
        }
        return false;
    }

    private static TomcatServletWebServerFactory webServer(FrontDoorSettings settings) {
        var factory = new TomcatServletWebServerFactory(settings.port());
        factory.setAddress(settings.address());
        factory.setShutdown(Shutdown.GRACEFUL);
        factory.setRegisterDefaultServlet(false);
        factory.addConnectorCustomizers(FrontDoor::letEverythingThrough);
        factory.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(UnreadableRequests.class.getName());
            }
        });
        factory.addProtocolHandlerCustomizers(handler -> handler.setExecutor(new VirtualThreadExecutor("front-door-")));
        return factory;
    }

    /** Paths and queries are the services' to judge; what Tomcat would refuse or read by itself goes on as it is. */
    private static void letEverythingThrough(Connector connector) {
        connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
        connector.setEncodedReverseSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
        connector.setProperty("relaxedPathChars", "\"<>[]^`{|}");
        connector.setProperty("relaxedQueryChars", "\"<>[\\]^`{|}");
        connector.setParseBodyMethods("");
        // CloudFront takes 20,480 bytes of headers and 8,192 of URL.
        connector.setProperty("maxHttpRequestHeaderSize", "32768");
        // A body that is refused is read to its end, so that the viewer sees why.
        connector.setProperty("maxSwallowSize", Integer.toString(64 * 1024 * 1024));
    }

    private static ServletRegistrationBean<DispatcherServlet> dispatcher(ServletWebServerApplicationContext context) {
        var registration = new ServletRegistrationBean<DispatcherServlet>(new Dispatcher(context), "/");
        registration.setLoadOnStartup(1);
        return registration;
    }

    /** Anything unforeseen is a fault of the front door, and must look like one. */
    private static @Nullable ModelAndView explain(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception failure) {
        if (response.isCommitted() || failure instanceof CloseNowException) {
            return null;
        }
        if (!(failure instanceof ViewerGone)) {
            log.error("The front door failed on {} {}", request.getMethod(), request.getRequestURI(), failure);
        }
        response.setStatus(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
        return new ModelAndView();
    }

    /** Every method is the same to a proxy; a servlet would add what it thinks of OPTIONS, TRACE and HEAD. */
    private static final class Dispatcher extends DispatcherServlet {

        private static final long serialVersionUID = 1L;

        Dispatcher(WebApplicationContext context) {
            super(context);
        }

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws ServletException, IOException {
            processRequest(request, response);
        }
    }

    /** Preflights are for API Gateway to answer, not for Spring. */
    private static final class Mapping extends RouterFunctionMapping {

        Mapping() {
            setMessageConverters(List.of(new ByteArrayHttpMessageConverter()));
        }

        @Override
        protected HandlerExecutionChain getCorsHandlerExecutionChain(
                HttpServletRequest request, HandlerExecutionChain chain, @Nullable CorsConfiguration config) {
            return chain;
        }
    }
}
