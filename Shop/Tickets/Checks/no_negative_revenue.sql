-- severity: error
-- No ticket has a negative price or count, and nobody got back more than the ticket cost.
select 'ticket ' || ticket_id || ': quantity ' || quantity || ', revenue ' || revenue || ', refunded ' || refunded || ' kopecks'
from ticket_facts.tickets where revenue < 0 or refunded < 0 or refunded > revenue or quantity <= 0
