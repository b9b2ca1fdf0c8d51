package dev.todoapp.files;

import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Stands where the service's SDK is about to make a call, and may keep it, throw, or let it pass. */
public final class Faults implements ExecutionInterceptor {

    private volatile Consumer<SdkRequest> fault = request -> {};

    /** Nothing after the call happens, no catch clause of ours either: as if the process had ended there. */
    public static final class Crash extends Error {}

    /** From now on this is asked before each call. */
    public void set(Consumer<SdkRequest> next) {
        fault = next;
    }

    /** The next call of that kind ends everything; those after it go well again. */
    public void crashOnceAt(Class<? extends SdkRequest> kind) {
        set(request -> {
            if (kind.isInstance(request)) {
                fault = others -> {};
                throw new Crash();
            }
        });
    }

    @Override
    public void beforeExecution(Context.BeforeExecution call, ExecutionAttributes attributes) {
        fault.accept(call.request());
    }
}
