package io.meridian.sdk.test;

import io.meridian.sdk.Refused;
import io.meridian.sdk.runtime.RuntimeListener;
import java.util.ArrayList;
import java.util.List;

/** What went wrong in a {@link Sim}. */
final class SimListener implements RuntimeListener {
    final List<Refused> refused = new ArrayList<>();
    final List<Throwable> failures = new ArrayList<>();

    @Override
    public void onHandlerFailure(String where, Throwable failure) {
        failures.add(failure);
    }

    @Override
    public void onRefused(Refused what) {
        refused.add(what);
    }
}
