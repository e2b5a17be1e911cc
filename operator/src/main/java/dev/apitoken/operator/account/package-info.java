/**
 * ApiAccounts: the accounts that tokens speak for, shown to the rest of the operator as {@code AccountView}.
 *
 * <p>Nothing is written for an account but its status; its roles go into access documents ({@code operator.access}).
 */
@NullMarked
package dev.apitoken.operator.account;

import org.jspecify.annotations.NullMarked;
