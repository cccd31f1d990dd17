namespace Marketplace.Contracts.Shared;

/// <param name="Amount">In units of the currency, not in its smallest ones: 249.5 is ₹249.50.</param>
public sealed record MoneyDto(decimal Amount, string Currency);

/// <param name="Latitude">WGS 84 degrees, −90 to 90.</param>
/// <param name="Longitude">WGS 84 degrees, −180 to 180.</param>
public sealed record PositionDto(double Latitude, double Longitude);

/// <param name="Name">Who lives there: up to 120 characters.</param>
/// <param name="Phone">The rider calls it: 6 to 15 digits, like <c>+91 98400 00000</c>.</param>
/// <param name="Line1">House and street: up to 200 characters.</param>
/// <param name="Line2">Floor, flat, landmark: up to 200 characters.</param>
/// <param name="Country">ISO 3166-1, two letters.</param>
/// <param name="Note">For the rider: "Gate sticks. Push, then call."</param>
public sealed record AddressDto(
    string Name, string Phone, string Line1, string? Line2, string City, string Region, string PostalCode, string Country,
    PositionDto Position, string? Note);

/// <summary>One picture in the three sizes that pages need. URLs are absolute and never change for the same content.</summary>
/// <param name="Small">320 pixels wide at most.</param>
/// <param name="Medium">640 pixels wide at most.</param>
/// <param name="Large">1,200 pixels wide at most.</param>
/// <param name="Alt">What can be seen on it, for who cannot see it.</param>
public sealed record ImageDto(Guid Id, string Small, string Medium, string Large, string Alt);

/// <summary>A short video. Its URL is absolute and never changes for the same content; parts of it can be asked for with <c>Range</c>.</summary>
/// <param name="Url">An MP4 with H.264.</param>
/// <param name="Poster">The picture before it plays; null for the product's first.</param>
/// <param name="Text">What is seen and heard in it, for who cannot see or hear it.</param>
public sealed record VideoDto(Guid Id, string Url, ImageDto? Poster, string Text);

/// <summary>A part of a list. <c>Next</c> is null at the end, and on pages that were asked for by number.</summary>
public interface IListPart
{
    string? Next { get; }
}

/// <summary>Something that people edit. Its revision is the <c>ETag</c>; a change that says <c>If-Match</c> is made to this one or refused.</summary>
public interface IRevised
{
    int Revision { get; }
}

/// <param name="Number">Starts at 1; 0 when the list is followed by cursor.</param>
/// <param name="Total">Items over all pages.</param>
/// <param name="Next">Send it as <c>cursor</c> for the items that follow.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, int Total, int Number, int Size, string? Next = null) : IListPart
{
    public int Pages => Size == 0 ? 0 : (Total + Size - 1) / Size;
}

/// <summary>RFC 9457 problem details, with a stable code and, for validation, the members at fault.</summary>
public sealed record Problem(string? Title, string? Code, string? Detail, string? Field, Dictionary<string, string[]>? Errors);
