package dev.payonce.worker;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An activity's call whose info is kept: the activity's context is gone by the time that its failure comes by. */
abstract class ObservedActivity extends ActivityInboundCallsInterceptorBase {

    private @Nullable ActivityInfo info;

    ObservedActivity(ActivityInboundCallsInterceptor next) {
        super(next);
    }

    @Override
    public final void init(ActivityExecutionContext context) {
        info = context.getInfo();
        super.init(context);
    }

    final ActivityInfo info() {
        return Objects.requireNonNull(info, "init comes before execute");
    }
}
