using Marketplace.Contracts.Shared;
using Marketplace.Domain.Shared;

namespace Marketplace.Application.Shared;

/// <summary>Domain values as they go over the wire, and amounts as people read them.</summary>
internal static class Wire
{
    extension(Money money)
    {
        public MoneyDto ToDto() => new(money.Amount, money.Currency);

        /// <summary>"₹1,24,350.50", without the paise when there are none.</summary>
        public string ToWords() => MoneyWords.Of(money.Amount, money.Currency);
    }

    extension(Position position)
    {
        public PositionDto ToDto() => new(position.Latitude, position.Longitude);
    }

    extension(PositionDto position)
    {
        public Position ToPosition() => new(position.Latitude, position.Longitude);
    }

    extension<T>(T state) where T : struct, Enum
    {
        /// <summary>OUT_FOR_DELIVERY: enum members as the API writes them.</summary>
        public string ToWire()
        {
            var name = state.ToString();
            return string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? "_" + c : char.ToUpperInvariant(c).ToString()));
        }

        /// <summary>Null for a word that is not a member.</summary>
        public static T? FromWire(string? word) =>
            word is not null && Enum.TryParse<T>(word.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var value) && Enum.IsDefined(value) ? value : null;
    }
}
