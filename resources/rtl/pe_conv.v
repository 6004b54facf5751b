// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// One conv PE: accumulator <- accumulator + x * w, all two's complement; clear sets it to 0.
// With ACCUMULATOR >= ACTIVATION + WEIGHT - 1 + ceil(log2(terms)) it never overflows, so it equals a 32-bit one.
module pe_conv #(
    parameter ACTIVATION = 8,
    parameter WEIGHT = 8,
    parameter ACCUMULATOR = 28
) (
    input wire clock,
    input wire enable,
    input wire clear,
    input wire signed [ACTIVATION-1:0] x,
    input wire signed [WEIGHT-1:0] w,
    output reg signed [ACCUMULATOR-1:0] accumulator
);
    wire signed [ACTIVATION+WEIGHT-1:0] product = x * w;

    always @(posedge clock)
        if (clear) accumulator <= 0;
        else if (enable) accumulator <= accumulator + product;
endmodule
