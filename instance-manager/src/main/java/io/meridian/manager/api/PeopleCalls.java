package io.meridian.manager.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.meridian.manager.account.Accounts;
import io.meridian.manager.account.Role;
import io.meridian.manager.account.Tokens;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Accounts, logins and tokens. */
final class PeopleCalls {
    private final Accounts accounts;
    private final Tokens tokens;

    PeopleCalls(Accounts accounts, Tokens tokens) {
        this.accounts = accounts;
        this.tokens = tokens;
    }

    Map<String, ManagerCalls.Handler> handlers() {
        return Map.ofEntries(
                Map.entry(
                        "login",
                        call -> Answer.created(
                                Views.of(tokens.session(accounts.login(call.text("name"), call.text("password")))))),
                Map.entry("logout", call -> {
                    tokens.end(call.person(), call.person().token());
                    return Answer.done();
                }),
                Map.entry(
                        "getMe",
                        call -> Answer.ok(Views.fields(
                                "name", call.person().name(),
                                "roles", Views.roles(call.person().roles())))),
                Map.entry("changeMyPassword", call -> {
                    accounts.login(call.person().name(), call.text("current"));
                    accounts.setPassword(call.person(), call.person().name(), call.text("password"));
                    return Answer.done();
                }),
                Map.entry("listAccounts", call -> Answer.page(call, accounts.all(), Accounts.Account::name, Views::of)),
                Map.entry(
                        "createAccount",
                        call -> Answer.created(Views.of(accounts.create(
                                call.person(), call.text("name"), call.text("password"), roles(call))))),
                Map.entry(
                        "changeAccount",
                        call -> Answer.ok(Views.of(accounts.change(
                                call.person(),
                                call.value("account"),
                                call.body().has("roles") ? roles(call) : null,
                                call.body().has("disabled")
                                        ? call.body().get("disabled").asBoolean()
                                        : null)))),
                Map.entry("setPassword", call -> {
                    accounts.setPassword(call.person(), call.value("account"), call.text("password"));
                    return Answer.done();
                }),
                Map.entry(
                        "listTokens",
                        call -> Answer.page(call, tokens.of(call.person().name()), Tokens.Token::id, Views::of)),
                Map.entry(
                        "createToken",
                        call -> Answer.created(Views.of(tokens.create(
                                call.person(),
                                call.text("label"),
                                call.body().has("roles")
                                        ? roles(call)
                                        : call.person().roles(),
                                Duration.ofDays(call.body().get("days").asInt()))))),
                Map.entry("endToken", call -> {
                    tokens.end(call.person(), call.value("token"));
                    return Answer.done();
                }));
    }

    private static Set<Role> roles(Call call) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (JsonNode role : call.body().get("roles")) {
            roles.add(Role.valueOf(role.asText()));
        }
        return roles;
    }
}
