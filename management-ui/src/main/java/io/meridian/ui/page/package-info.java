/** The files of the pages, as the build made them: where they lie, and how they are given out. It knows no login: there is nothing secret in them. */
package io.meridian.ui.page;
