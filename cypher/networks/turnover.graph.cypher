// Networks as declared, and as measured, as a graph
//
// Each network, stable or fluid, with all who were ever its members (MEMBER_OF, whose dates are their own). The
// events held in it, which the table counts too, are left out, and so is everything that is measured.
MATCH (n:Network) WHERE $kind IS NULL OR n.kind = $kind
RETURN n AS network, [[way = (n)<-[m:MEMBER_OF]-(:Actor) WHERE size(m.accounts) > 0 | way]] AS members
