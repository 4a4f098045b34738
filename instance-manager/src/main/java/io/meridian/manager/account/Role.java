package io.meridian.manager.account;

/** What a person may do. Each may look at everything that is no secret; the rest is granted by role, and roles add up. */
public enum Role {
    /** Looks. */
    VIEWER,
    /** Registers plugins, makes instances and requests grants. */
    AUTHOR,
    /** Starts, stops, and throws the kill switch; releases what was stopped. */
    OPERATOR,
    /** Decides on grants that somebody else requested. */
    APPROVER,
    /** Manages accounts and backups. */
    ADMIN
}
