-- CloudPayments takes no card without its customer's address; forgotten with the token.
alter table payments.payments add customer_address text;

-- When the provider first heard of a refund: it recognises a repetition only for so long.
alter table payments.refunds add asked_at timestamptz;
