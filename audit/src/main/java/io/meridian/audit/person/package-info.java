/**
 * Names of people by reference: a record has a number in place of a name, and the name is in a file beside the log, from which it can be erased without a
 * change to the log. Which records have names, and where in them, is told from outside.
 */
package io.meridian.audit.person;
