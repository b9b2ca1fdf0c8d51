package dev.todoapp.localcloud.frontdoor;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.Callable;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.ContextFactory;
import org.mozilla.javascript.NativeJSON;
import org.mozilla.javascript.RhinoException;
import org.mozilla.javascript.Script;
import org.mozilla.javascript.ScriptableObject;
import org.mozilla.javascript.Undefined;

/**
 * A CloudFront Function on the viewer's request, run for real. The function sees JSON and gives JSON: it has no way to
 * Java, files or the network, and it is ended when it takes too long.
 */
final class ViewerRequestFunction {

    private static final Sandbox SANDBOX = new Sandbox();

    private final String name;
    private final Script script;

    private ViewerRequestFunction(String name, Script script) {
        this.name = name;
        this.script = script;
    }

    /** The function failed, gave nothing useful or took too long. */
    static final class Failed extends Exception {

        private static final long serialVersionUID = 1L;

        Failed(String name, String why) {
            super(name + ": " + why);
        }
    }

    static ViewerRequestFunction parse(Found found) {
        Part function = found.part().only("AutoPublish", "true").leaving("Name", "Tags", "FunctionMetadata");
        String code = function.text("FunctionCode");
        Part config = function.part("FunctionConfig").orElseThrow(() -> function.error("FunctionConfig", "is missing"));
        config.leaving("Comment");
        String runtime = config.text("Runtime");
        if (!runtime.startsWith("cloudfront-js-")) {
            throw config.error("Runtime", runtime + " is not played by the front door");
        }
        config.end();
        function.end();
        String name = found.resource().logicalId();
        try {
            Script script = SANDBOX.call(context -> context.compileString(code, name, 1, null));
            return new ViewerRequestFunction(name, script);
        } catch (RhinoException e) {
            throw function.error("FunctionCode", Objects.requireNonNullElse(e.getMessage(), "can't be compiled"));
        }
    }

    /** Gives what the function returned, as JSON: the request again or an answer. */
    String handle(String event) throws Failed {
        try {
            return SANDBOX.call(context -> {
                ScriptableObject scope = context.initSafeStandardObjects();
                context.evaluateString(scope, "var console = {log: function () {}};", "console", 1, null);
                script.exec(context, scope);
                @Nullable Object handler = ScriptableObject.getProperty(scope, "handler");
                if (!(handler instanceof Callable callable)) {
                    throw Context.reportRuntimeError("there is no function handler(event)");
                }
                Object argument = NativeJSON.parse(context, scope, event, (c, s, self, args) -> args[1]);
                Object result = callable.call(context, scope, scope, new Object[] {argument});
                Object json = NativeJSON.stringify(context, scope, result, null, null);
                if (Undefined.isUndefined(json)) {
                    throw Context.reportRuntimeError("it returned nothing");
                }
                return Context.toString(json);
            });
        } catch (RhinoException | TookTooLong | StackOverflowError e) {
            throw new Failed(name, Objects.requireNonNullElse(e.getMessage(), e.toString()));
        }
    }

    /** An error, so that the function can't catch it. */
    private static final class TookTooLong extends Error {

        private static final long serialVersionUID = 1L;

        TookTooLong() {
            super("it took too long", null, false, false);
        }
    }

    /** Counts instructions, as CloudFront counts a function's time. */
    private static final class Sandbox extends ContextFactory {

        private static final int LOOK_EVERY = 10_000;
        private static final int MOST_INSTRUCTIONS = 1_000_000;
        private static final int DEEPEST_CALL = 500;

        @Override
        protected Context makeContext() {
            Counted context = new Counted(this);
            // Only interpreted code is counted.
            context.setInterpretedMode(true);
            context.setInstructionObserverThreshold(LOOK_EVERY);
            // Calls are counted late, so a function that calls itself without end is stopped by its depth.
            context.setMaximumInterpreterStackDepth(DEEPEST_CALL);
            context.setLanguageVersion(Context.VERSION_ES6);
            context.setClassShutter(className -> false);
            return context;
        }

        @Override
        protected void observeInstructionCount(Context context, int instructions) {
            Counted counted = (Counted) context;
            counted.instructions += instructions;
            if (counted.instructions > MOST_INSTRUCTIONS) {
                throw new TookTooLong();
            }
        }
    }

    /** A context lives for one call. */
    private static final class Counted extends Context {

        private int instructions;

        Counted(ContextFactory factory) {
            super(factory);
        }
    }
}
