package org.mptcpscope.samples.script;

import java.util.List;

/**
 * One line of a script, cut into tokens.
 *
 * @param number counts from 1
 * @param tokens what stands before the first {@code #}
 * @param truths the tokens of each {@code #!}
 * @param comments each other text behind a {@code #}, trimmed, none of them empty
 * @param end a token at the end of the statement, to point at what is missing there
 */
record Line(
    int number, List<Token> tokens, List<List<Token>> truths, List<String> comments, Token end) {}
