package io.meridian.manager.api;

import io.meridian.manager.basis.Refusal;
import io.meridian.manager.kill.Kill;
import io.meridian.manager.kill.KillScope;
import io.meridian.manager.kill.KillSwitch;
import java.util.Map;

/** The kill switch. */
final class KillCalls {
    private final KillSwitch kills;

    KillCalls(KillSwitch kills) {
        this.kills = kills;
    }

    Map<String, ManagerCalls.Handler> handlers() {
        return Map.of(
                "listKills", call -> Answer.page(call, kills.list(false), Kill::id, Views::of),
                "getKill", call -> Answer.ok(Views.of(kills.get(call.value("kill")))),
                "kill", this::kill,
                "releaseKill",
                        call -> Answer.ok(Views.of(kills.release(call.person(), call.value("kill"), call.why()))));
    }

    private Answer kill(Call call) {
        KillScope scope = KillScope.valueOf(call.text("scope"));
        String target = call.text("target", "");
        if (scope != KillScope.ALL && target.isEmpty()) {
            throw Refusal.invalid("Say which: the scope " + scope + " needs a target.");
        }
        return Answer.created(Views.of(kills.set(
                call.person(), scope, target, call.body().path("drill").asBoolean(), call.why())));
    }
}
