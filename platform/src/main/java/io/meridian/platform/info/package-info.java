/** Commands that only tell: which settings hold, and what each engine declares. */
package io.meridian.platform.info;
