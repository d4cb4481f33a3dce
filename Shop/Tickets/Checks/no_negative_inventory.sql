-- severity: error
-- No show has a negative count of places, and no more places are taken than it has.
select 'show ' || show_id || ' on ' || day || ': total ' || total || ', sold ' || sold || ', reserved ' || reserved
    || ', free ' || free
from ticket_facts.inventory
where least(total, sold, reserved, free) < 0 or sold + reserved > total
