-- A carrier that tells us of a parcel names it as it knows it.
create index on shipping.shipments (provider_id) where status in ('created', 'in_transit');
