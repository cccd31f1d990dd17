namespace Marketplace.Domain.Partners;

public enum PartnerApplicationState
{
    /// <summary>Waits for an administrator.</summary>
    Submitted,
    Approved,
    Rejected,

    /// <summary>Taken back by who had asked.</summary>
    Withdrawn,
}

public enum PartnerApplicationStep
{
    Approve,
    Reject,
    Withdraw,
}

public static class PartnerApplicationProgress
{
    /// <returns>Null for a step that cannot be made from here: whatever was decided stays, and who asks again asks anew.</returns>
    public static PartnerApplicationState? After(this PartnerApplicationState state, PartnerApplicationStep step) => (state, step) switch
    {
        (PartnerApplicationState.Submitted, PartnerApplicationStep.Approve) => PartnerApplicationState.Approved,
        (PartnerApplicationState.Submitted, PartnerApplicationStep.Reject) => PartnerApplicationState.Rejected,
        (PartnerApplicationState.Submitted, PartnerApplicationStep.Withdraw) => PartnerApplicationState.Withdrawn,
        (PartnerApplicationState.Approved or PartnerApplicationState.Rejected or PartnerApplicationState.Withdrawn, _) => null,
        _ => throw new InvalidOperationException($"No {step} from {state}."),
    };
}
