package io.meridian.manager.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import io.meridian.manager.account.Role;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One operation, as the description has it.
 *
 * @param isOpen whether it needs no token
 * @param roles any one of them may; none: everybody with a token
 * @param body the schema of a JSON body, or null
 * @param bodyRequired whether there must be one
 * @param otherTypes content types beside JSON that the body may have
 * @param isSecretAnswer the answer must not be kept
 */
record Operation(
        String id,
        String method,
        String path,
        boolean isOpen,
        Set<Role> roles,
        List<Parameter> parameters,
        Schema body,
        boolean bodyRequired,
        Set<String> otherTypes,
        boolean isSecretAnswer,
        String answerType) {
    /** A parameter. @param preset its default, or null */
    record Parameter(String name, String in, boolean required, String type, Schema schema, JsonNode preset) {}

    /** Those of the query, by name. */
    Map<String, Parameter> query() {
        return parameters.stream()
                .filter(parameter -> parameter.in().equals("query"))
                .collect(java.util.stream.Collectors.toMap(Parameter::name, parameter -> parameter));
    }
}
