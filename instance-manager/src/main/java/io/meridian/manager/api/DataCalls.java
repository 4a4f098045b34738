package io.meridian.manager.api;

import io.meridian.manager.account.Role;
import io.meridian.plugin.contract.schema.PersonalFields;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** What happened, as the store keeps it. */
final class DataCalls {
    private static final Set<String> OF_THE_PAGE = Set.of("what", "limit", "cursor");

    private final Function<DataQuestion, DataPage> store;

    DataCalls(Function<DataQuestion, DataPage> store) {
        this.store = store;
    }

    Map<String, ManagerCalls.Handler> handlers() {
        return Map.of("listData", this::list);
    }

    private Answer list(Call call) {
        Map<String, String> only = new TreeMap<>(call.values());
        only.keySet().removeAll(OF_THE_PAGE);
        DataPage page =
                store.apply(new DataQuestion(call.value("what"), only, call.number("limit"), call.value("cursor")));
        boolean onlyLooks = Set.of(Role.VIEWER).containsAll(call.person().roles());
        return Answer.ok(Answer.page(
                onlyLooks ? page.rows().stream().map(DataCalls::masked).toList() : page.rows(), page.next()));
    }

    /** A row of somebody who only looks. */
    private static Map<String, Object> masked(Map<String, Object> row) {
        Map<String, Object> masked = new LinkedHashMap<>(row);
        masked.replaceAll(
                (name, value) -> value != null && PersonalFields.isPersonal(name) ? PersonalFields.HIDDEN : value);
        return masked;
    }
}
