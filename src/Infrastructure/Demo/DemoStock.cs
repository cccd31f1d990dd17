using Marketplace.Domain.Catalog;
using Marketplace.Domain.Inventory;
using Marketplace.Domain.Orders;

namespace Marketplace.Infrastructure.Demo;

/// <summary>The shelves of all shops while time passes: the same movements that the stock port writes, kept in memory.</summary>
internal sealed class DemoStock
{
    private readonly Dictionary<VariantId, Shelf> _shelves;
    private readonly Dictionary<(OrderId, VariantId), Reservation> _reservations = [];
    private readonly List<StockMovement> _movements = [];

    public DemoStock(IReadOnlyList<Offering> offerings, DateTimeOffset opened, Random random)
    {
        _shelves = offerings.ToDictionary(o => o.Variant.Id, o => new Shelf(o));
        foreach (var shelf in _shelves.Values)
        {
            shelf.OnHand = shelf.Full + random.Next(1 + (shelf.Full / 3));
            if (shelf.OnHand > 0)
            {
                Note(shelf, shelf.OnHand, 0, MovementReason.Opening, shelf.Offering.Vendor.Name, null, opened);
            }
        }
    }

    public IReadOnlyList<StockMovement> Movements => _movements;
    public IEnumerable<Reservation> Reservations => _reservations.Values;
    public IEnumerable<StockItem> Items => _shelves.Values.Select(s => new StockItem(s.Offering.Variant.Id, s.Offering.Vendor.Id, s.OnHand, s.Offering.LowStockAt));

    public int Available(VariantId id) => _shelves[id].OnHand - _shelves[id].Reserved;

    public void Reserve(Order order, DateTimeOffset at)
    {
        foreach (var (part, line) in LinesOf(order))
        {
            var shelf = _shelves[line.VariantId];
            shelf.Reserved += line.Quantity;
            Note(shelf, 0, line.Quantity, MovementReason.Reserved, null, order.Id, at);
            _reservations.Add((order.Id, line.VariantId), new(order.Id, line.VariantId, part.Id, line.Quantity, ReservationState.Open, at, order.PayBy));
        }
    }

    public void Commit(Order order, DateTimeOffset at)
    {
        foreach (var (_, line) in LinesOf(order))
        {
            var shelf = _shelves[line.VariantId];
            (shelf.OnHand, shelf.Reserved) = (shelf.OnHand - line.Quantity, shelf.Reserved - line.Quantity);
            Note(shelf, -line.Quantity, -line.Quantity, MovementReason.Sold, null, order.Id, at);
            Settle(order, line, ReservationState.Committed);
        }
    }

    /// <param name="part">Null gives back the whole order.</param>
    public void Release(Order order, VendorOrder? part, MovementReason reason, DateTimeOffset at)
    {
        foreach (var (_, line) in LinesOf(order).Where(l => part is null || l.Part == part))
        {
            var shelf = _shelves[line.VariantId];
            if (_reservations[(order.Id, line.VariantId)].State == ReservationState.Committed)
            {
                shelf.OnHand += line.Quantity;
                Note(shelf, line.Quantity, 0, reason, null, order.Id, at);
            }
            else
            {
                shelf.Reserved -= line.Quantity;
                Note(shelf, 0, -line.Quantity, reason, null, order.Id, at);
            }

            Settle(order, line, ReservationState.Released);
        }
    }

    /// <summary>What runs low is filled up before the shop opens.</summary>
    public void FillUp(DateTimeOffset at, Random random)
    {
        foreach (var shelf in _shelves.Values.Where(s => s.Full > 0 && s.OnHand <= Math.Max(s.Offering.LowStockAt, s.Full / 4) && random.Happens(0.8)))
        {
            Count(shelf, shelf.Full + random.Next(1 + (shelf.Full / 4)), at);
        }
    }

    /// <summary>Every shelf holds what the files tell, less what the orders of the day will take.</summary>
    public void CountAll(DateTimeOffset at)
    {
        foreach (var shelf in _shelves.Values)
        {
            Count(shelf, shelf.Offering.OnHand + shelf.Reserved, at);
        }
    }

    private void Count(Shelf shelf, int units, DateTimeOffset at)
    {
        if (units != shelf.OnHand)
        {
            var change = units - shelf.OnHand;
            shelf.OnHand = units;
            Note(shelf, change, 0, MovementReason.Counted, shelf.Offering.Vendor.Name, null, at);
        }
    }

    private void Note(Shelf shelf, int change, int reservedChange, MovementReason reason, string? who, OrderId? order, DateTimeOffset at) =>
        _movements.Add(new(shelf.Offering.Variant.Id, change, reservedChange, shelf.OnHand, reason, who, order, at));

    private void Settle(Order order, OrderLine line, ReservationState state)
    {
        var held = _reservations[(order.Id, line.VariantId)];
        _reservations[(order.Id, line.VariantId)] = new(order.Id, line.VariantId, held.VendorOrderId, held.Quantity, state, held.CreatedAt, null);
    }

    private static IEnumerable<(VendorOrder Part, OrderLine Line)> LinesOf(Order order) => order.Parts.SelectMany(p => p.Lines.Select(l => (p, l)));

    private sealed class Shelf(Offering offering)
    {
        public Offering Offering => offering;
        public int OnHand { get; set; }
        public int Reserved { get; set; }

        /// <summary>What the shop likes to have. Even what is sold out today was there last week.</summary>
        public int Full { get; } = Math.Max(offering.OnHand, offering.LowStockAt <= 1 ? 1 : 8);
    }
}
