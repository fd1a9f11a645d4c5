/** What is over and would fill the memory, put aside into temporary files. */
package org.mptcpscope.core.spill;
