using Marketplace.Domain.Deliveries;

namespace Marketplace.Application.Deliveries;

/// <summary>Why something was not handed over, as the shopper and the shop read it.</summary>
public static class FailureWords
{
    public static string InWords(this FailureReason reason) => reason switch
    {
        FailureReason.NobodyHome => "Nobody was there to take it",
        FailureReason.WrongAddress => "The address was wrong",
        FailureReason.Refused => "It was not wanted",
        FailureReason.Damaged => "It was damaged on the way",
        FailureReason.Other => "It could not be handed over",
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };
}
