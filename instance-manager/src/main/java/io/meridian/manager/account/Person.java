package io.meridian.manager.account;

import java.util.Set;

/**
 * Who does something.
 *
 * @param name of the account
 * @param roles what this login or token may do, never more than the account
 * @param token the id of the token that was shown
 */
public record Person(String name, Set<Role> roles, String token) {
    /** Acts by itself, such as when a grant expires. */
    public static final Person MANAGER = new Person("manager", Set.of(Role.values()), "");

    public Person {
        roles = Set.copyOf(roles);
    }

    public boolean is(Role role) {
        return roles.contains(role);
    }
}
