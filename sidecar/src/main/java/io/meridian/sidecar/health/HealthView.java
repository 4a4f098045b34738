package io.meridian.sidecar.health;

import io.meridian.plugin.contract.text.JsonText;
import java.util.List;

/**
 * What the health endpoints tell of. Asked from the server's thread, so each answer must be quick and safe to give from any thread.
 */
public interface HealthView {
    /**
     * One answer.
     *
     * @param isOk whether the answer is yes
     * @param state in one word
     * @param reasons in words for people; why not, or what else to know
     */
    record Answer(boolean isOk, String state, List<String> reasons) {
        /** Copies the reasons. */
        public Answer {
            reasons = List.copyOf(reasons);
        }

        String json() {
            return "{\"ok\":" + isOk + ",\"state\":" + JsonText.quoted(state) + ",\"reasons\":"
                    + JsonText.array(reasons) + "}";
        }
    }

    /** Whether it works at all: no means that only a restart helps. */
    Answer live();

    /** Whether it does its work now: connected, with grants, with a plugin that is well. */
    Answer ready();

    /** Whether it has come up, so that the other two mean something. */
    Answer started();

    /** All metrics as Prometheus reads them. */
    String metrics();

    /** What the proposed grants would deny, as a JSON object. */
    String shadow();
}
