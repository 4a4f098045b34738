/** Who may do what: local accounts with roles, passwords, and tokens for programs. Nothing here knows how a request arrives. */
package io.meridian.manager.account;
