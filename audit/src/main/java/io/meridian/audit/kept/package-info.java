/** What a bus keeps, from its beginning to its end. */
package io.meridian.audit.kept;
