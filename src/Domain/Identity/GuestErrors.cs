using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Identity;

public static class GuestErrors
{
    public static Error WrongCode { get; } = new(ErrorKind.Invalid, "guest_code.wrong", "This is not the code that we sent last, it was tried too often, or its ten minutes are over. Check it, or ask for a new one.", "code");

    public static Error Hindered(string why) => new(ErrorKind.Conflict, "guest_data.hindered", $"{why} Then it can be deleted.");
}
