"""What organisations tell those above them."""

from django.dispatch import Signal

#: A region or unit was moved in its tree, with all below it. Sent inside the transaction of the move; gives ``node``.
node_moved = Signal()
