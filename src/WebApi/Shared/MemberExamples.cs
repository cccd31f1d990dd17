using System.Text.Json.Nodes;

namespace Marketplace.WebApi.Shared;

/// <summary>
/// What members look like: a day in Tarapet, from which the examples of the API's document are made. <c>ApiDescriptionTests</c> sends each request
/// of them through the validators.
/// </summary>
internal static class MemberExamples
{
    public const string Id = "0197d2ae-5f2c-7c1e-8f0a-3b1d5e7f9a2c";

    /// <summary>A text that nobody has thought of.</summary>
    public const string Unknown = "…";

    private const string Shop = "dcfd019c-a088-5190-939d-8ba90f3f0001";
    private const string Product = "dcfd019c-a088-5190-939d-8ba90f3f0002";
    private const string Variant = "dcfd019c-a088-5190-939d-8ba90f3f0003";
    private const string Picture = "dcfd019c-a088-5190-939d-8ba90f3f0004";
    private const string Person = "dcfd019c-a088-5190-939d-8ba90f3f0005";
    private const string Rider = "dcfd019c-a088-5190-939d-8ba90f3f0006";
    private const string Order = "dcfd019c-a088-5190-939d-8ba90f3f0007";
    private const string Delivery = "dcfd019c-a088-5190-939d-8ba90f3f0008";
    private const string Category = "dcfd019c-a088-5190-939d-8ba90f3f0009";

    private const string Shopkeeper = "Annapurna Provisions";
    private const string ShopSlug = "annapurna-provisions";
    private const string Mangoes = "Ratnagiri Alphonso mangoes";
    private const string MangoSlug = "ratnagiri-alphonso-mangoes";
    private const string Shopper = "Aditi Rao";
    private const string Aisle = "Fruit and vegetables";
    private const string AisleSlug = "fruit-and-vegetables";
    private const string Media = "https://api.example.org/media/dcfd019c-a088-5190-939d-8ba90f3f0004";

    /// <summary>What the types of one kind are called: shops, goods, people and aisles.</summary>
    private static readonly Dictionary<string, (string Id, string Name, string Slug)> Things = new()
    {
        ["VendorChip"] = (Shop, Shopkeeper, ShopSlug), ["VendorCard"] = (Shop, Shopkeeper, ShopSlug), ["VendorProfile"] = (Shop, Shopkeeper, ShopSlug), ["MyShop"] = (Shop, Shopkeeper, ShopSlug),
        ["SaveVendorProfileRequest"] = (Shop, Shopkeeper, ShopSlug), ["RegisterVendorRequest"] = (Shop, Shopkeeper, ShopSlug), ["FollowedShop"] = (Shop, Shopkeeper, ShopSlug), ["FeedShop"] = (Shop, Shopkeeper, ShopSlug),
        ["PersonShop"] = (Shop, Shopkeeper, ShopSlug), ["VendorSales"] = (Shop, Shopkeeper, ShopSlug), ["AdminVendorItem"] = (Shop, Shopkeeper, ShopSlug), ["RiderStop"] = (Shop, Shopkeeper, ShopSlug),
        ["CategoryNode"] = (Category, Aisle, AisleSlug), ["CategoryCrumb"] = (Category, Aisle, AisleSlug), ["CategorySales"] = (Category, Aisle, AisleSlug), ["FacetValue"] = (Category, Aisle, AisleSlug),
        ["SaveCategoryRequest"] = (Category, Aisle, AisleSlug), ["BrandItem"] = (Id, "Coromandel Farms", "coromandel-farms"), ["ImageDto"] = (Picture, "", ""), ["VideoDto"] = (Picture, "", ""),
        ["PersonDto"] = (Person, Shopper, ""), ["MyProfile"] = (Person, Shopper, ""), ["MeDto"] = (Person, Shopper, ""), ["AddressDto"] = (Person, Shopper, ""), ["ContactDto"] = (Person, Shopper, ""),
        ["PartnerApplicationRequest"] = (Id, Shopper, ""), ["PartnerApplicationDto"] = (Id, Shopper, ""), ["PartnerApplicationItem"] = (Id, Shopper, ""), ["PartnerDto"] = (Id, Shopper, "aditi-rao"), ["PartnerPageDto"] = (Id, Shopper, "aditi-rao"), ["SavePartnerRequest"] = (Id, Shopper, ""), ["MyPartner"] = (Id, Shopper, "aditi-rao"),
        ["AdminBrandItem"] = (Id, "Coromandel Farms", "coromandel-farms"), ["BrandDetails"] = (Id, "Coromandel Farms", "coromandel-farms"), ["SaveBrandRequest"] = (Id, "Coromandel Farms", "coromandel-farms"), ["TaxRegionDto"] = (Id, "Tamil Nadu", ""),
        ["TeamMember"] = (Person, Shopper, ""), ["FeedPerson"] = (Person, Shopper, ""), ["FollowedPerson"] = (Person, Shopper, ""), ["BlockedPerson"] = (Person, Shopper, ""), ["AdminUserItem"] = (Person, Shopper, ""),
        ["RiderHome"] = (Rider, "Selvam K", ""), ["RiderItem"] = (Rider, "Selvam K", ""), ["SaveRiderRequest"] = (Rider, "Selvam K", ""),
        ["OptionTypeDto"] = (Id, "Box", ""), ["AttributeDto"] = (Id, "Origin", ""), ["TaxClassDto"] = (Id, "Reduced", ""), ["TaxClassOption"] = (Id, "Reduced", ""), ["StoreInfo"] = (Id, "Tarapet Market", ""),
        ["ApiKeyItem"] = (Id, "Till", ""), ["MakeApiKeyRequest"] = (Id, "Till", ""), ["PaymentMethodOption"] = (Id, "Cash on delivery", ""),
        ["OrderSummary"] = (Order, "", ""), ["OrderDetails"] = (Order, "", ""), ["AdminOrderItem"] = (Order, "", ""), ["RiderDelivery"] = (Delivery, "", ""), ["DeliveryItem"] = (Delivery, "", ""),
        ["VariantDto"] = (Variant, "", ""), ["VendorVariant"] = (Variant, "", ""), ["VariantInput"] = (Variant, "", ""),
    };

    /// <summary>Where one type's member looks otherwise than those of the same name.</summary>
    private static readonly Dictionary<string, JsonNode> OfTypes = new()
    {
        ["AccountChange.action"] = "suspended", ["AccountChange.detail"] = "Sold goods that were not theirs", ["AccountChange.actorName"] = "Meera Iyer",
        ["AttentionItem.kind"] = "vendor_pending", ["AttentionItem.title"] = "Annapurna Provisions wants to sell", ["AttentionItem.detail"] = "21 Mint Street", ["AttentionItem.link"] = "/admin/vendors?state=PENDING",
        ["AddressDto.name"] = Shopper, ["AddressDto.note"] = "Gate sticks. Push, then call.", ["AddressDto.phone"] = "+91 98400 00214", ["RiderStop.note"] = "Gate sticks. Push, then call.",
        ["AttributeDto.value"] = "Ratnagiri", ["BulkChangeRequest.action"] = "price", ["BulkRefusal.code"] = "product.not_found", ["BulkRefusal.message"] = "There is no such product.",
        ["DeleteAccountRequest.confirmation"] = "delete my account", ["DeliveryItem.state"] = "IN_TRANSIT", ["RiderDelivery.state"] = "IN_TRANSIT", ["TrackingDto.state"] = "IN_TRANSIT",
        ["DeliverRequest.cashCollected"] = 592, ["FailDeliveryRequest.reason"] = "NOBODY_HOME", ["FeedItem.kind"] = "NEW_PRODUCTS", ["Facets.inStock"] = 18, ["FulfilmentOption.reason"] = "It is too far away.",
        ["DeliveryEstimate.reason"] = "It is too far away.", ["PaymentMethodOption.reason"] = "Orders above ₹5,000 are paid online.", ["ImportJob.format"] = "marketplace", ["ImportJob.state"] = "DONE",
        ["ImportRowError.message"] = "A price is above 0.", ["ImportRowError.column"] = "price", ["LengthDto.value"] = 172.5, ["LengthDto.unit"] = "CENTIMETRE", ["LiveTicketRequest.hub"] = "orders", ["MyShop.role"] = "OWNER", ["MyShop.rights"] = new JsonArray("SEE_SHOP", "SEE_ORDERS"),
        ["MyShop.state"] = "APPROVED", ["PersonShop.state"] = "APPROVED", ["VendorProfile.state"] = "APPROVED", ["AdminVendorItem.state"] = "APPROVED", ["PersonShop.role"] = "OWNER", ["MeDto.rights"] = new JsonArray("SEE_ORDERS"),
        ["NotificationDto.kind"] = "order_status", ["NotificationDto.title"] = "Your order is on the way", ["NotificationDto.message"] = "Selvam brings it until 10:10.", ["NotificationDto.link"] = "/orders/MK-7F3K-9QTD",
        ["OrderLineDto.name"] = Mangoes, ["Page.number"] = 0, ["PaymentSummary.method"] = "UPI", ["PaymentAttemptDto.method"] = "UPI", ["PaymentMethodOption.method"] = "CASH_ON_DELIVERY", ["PaymentAttemptDto.number"] = 1, ["PaymentAttemptDto.state"] = "CAPTURED", ["PaymentSummary.state"] = "COMPLETED", ["RefundSummary.state"] = "COMPLETED",
        ["RefundSummary.reason"] = "The shop was out of stock", ["PreferencesDto.currency"] = "INR", ["RejectOrderRequest.reason"] = "OUT_OF_STOCK", ["RejectOrderRequest.note"] = "The next boxes come on Tuesday.",
        ["RiderHome.state"] = "BUSY", ["RiderItem.state"] = "BUSY", ["SaveVendorProfileRequest.freeDeliveryFrom"] = 800, ["ShoeSizeDto.value"] = 42.5, ["StockMovementItem.reason"] = "sale", ["TeamHistoryEntry.about"] = "divya@example.org",
        ["TaxClassDto.code"] = "REDUCED", ["TaxClassOption.code"] = "REDUCED", ["VendorProductItem.state"] = "PUBLISHED", ["VendorProductDetails.state"] = "PUBLISHED", ["AdminProductItem.state"] = "PUBLISHED",
        ["VendorProductItem.category"] = Aisle, ["VendorDetails.phone"] = "+91 90000 20101", ["VendorProfile.phone"] = "+91 90000 20101", ["SaveVendorProfileRequest.phone"] = "+91 90000 20101", ["RegisterVendorRequest.phone"] = "+91 90000 20101",
        ["VendorProfile.email"] = "annapurna@tarapet.example", ["SaveVendorProfileRequest.email"] = "annapurna@tarapet.example", ["RegisterVendorRequest.email"] = "annapurna@tarapet.example",
        ["Health.status"] = "UP", ["HealthReport.status"] = "UP", ["HealthReport.parts"] = new JsonObject { ["database"] = true, ["payments"] = true }, ["RatingFacet.count"] = 12, ["RatingFacet.minRating"] = 4,
        ["SaveProductRequest.brand"] = "Coromandel Farms", ["VendorProductDetails.brand"] = "Coromandel Farms", ["VariantInput.price"] = 480, ["VariantInput.compareAt"] = 560, ["SetPriceRequest.price"] = 480, ["SetPriceRequest.compareAt"] = 560,
        ["SaveProductRequest.images"] = new JsonArray(), ["SaveProductRequest.videos"] = new JsonArray(), ["VideoDto.url"] = $"{Media}.mp4", ["VideoDto.text"] = "The box is opened, and a mango is cut. Birds, no words.", ["SaveProductRequest.categoryId"] = Category, ["CategoryNode.children"] = new JsonArray(),
        ["SaveProfileRequest.revision"] = 7, ["PlaceOrderRequest.paymentMethod"] = "CASH_ON_DELIVERY", ["ReasonRequest.reason"] = "The description is not true.", ["ResolveDeliveryRequest.reason"] = "The bag was stolen.",
        ["AssignRequest.reason"] = "The first rider's bicycle broke.", ["CancelOrderRequest.reason"] = "Ordered by mistake", ["SetStockRequest.reason"] = "Counted", ["AuditItem.action"] = "price.changed", ["AuditItem.reason"] = "The season has begun", ["HandOverRequest.pin"] = "4071",
        ["SetRolesRequest.roles"] = new JsonArray("support"), ["InviteMemberRequest.role"] = "ORDERS", ["ChangeMemberRequest.role"] = "CATALOGUE", ["HistoryEntry.note"] = "Packed by Manju", ["HistoryEntry.state"] = "READY", ["HistoryEntry.who"] = Shopkeeper,
        ["ProblemDetails.code"] = "request.not_found", ["HttpValidationProblemDetails.code"] = "request.invalid", ["HttpValidationProblemDetails.status"] = 400, ["HttpValidationProblemDetails.title"] = "Bad Request", ["ProblemDetails.detail"] = "There is no such thing.", ["HttpValidationProblemDetails.detail"] = "A price is above 0.", ["SavedAddress.label"] = "Home", ["MarketingDecisionDto.place"] = "ACCOUNT_PAGE", ["AuditItem.place"] = "203.0.113.0/24",
        ["BulkChangeRequest.addTags"] = new JsonArray("seasonal"), ["BulkChangeRequest.removeTags"] = new JsonArray("winter"), ["AgreementDto.place"] = "REGISTER", ["LegalTextDto.kind"] = "terms",
        ["PartnerApplicationRequest.role"] = "INFLUENCER", ["PartnerApplicationDto.role"] = "INFLUENCER", ["PartnerApplicationItem.role"] = "INFLUENCER", ["PartnerDto.role"] = "INFLUENCER", ["PartnerPageDto.role"] = "INFLUENCER", ["MyPartner.role"] = "INFLUENCER",
        ["PartnerApplicationDto.state"] = "SUBMITTED", ["PartnerApplicationItem.state"] = "SUBMITTED", ["ShiftItem.state"] = "PUBLISHED", ["OrderEarning.state"] = "DELIVERED", ["ShiftItem.note"] = "The market is on the square.", ["RiderShift.note"] = "The market is on the square.",
        ["FailedEvent.error"] = "The mail server did not answer.", ["FailedEvent.event"] = "order.created", ["FailedEvent.consumer"] = "MailOrderConfirmation",
    };

    /// <summary>Null there, so that the example is one that works.</summary>
    private static readonly HashSet<string> Nothing = ["VariantInput.id", "VariantInput.imageId", "SaveCategoryRequest.parentId", "ProblemDetails.instance", "HttpValidationProblemDetails.instance", "MakeApiKeyRequest.expiresAt"];

    private static readonly Dictionary<string, JsonNode> Known = new()
    {
        ["accessToken"] = "vJ3nQ0yEo2bUe1xw", ["accuracyMetres"] = 8, ["act"] = "INVITED", ["activeDeliveries"] = 1, ["actingForName"] = Shopper, ["actor"] = "PERSON", ["actorName"] = "Raghunath Hegde", ["after"] = "₹480", ["alt"] = "Six ripe mangoes in a box",
        ["amount"] = 480, ["answerBy"] = "2026-01-31T09:38:00+00:00", ["answerSeconds"] = 480, ["arrivesFrom"] = "2026-01-31T09:55:00+00:00", ["arrivesTo"] = "2026-01-31T10:10:00+00:00", ["attempts"] = 3, ["available"] = 34, ["averageAcceptSeconds"] = 74,
        ["bannerId"] = Picture, ["before"] = "₹560", ["bio"] = "Likes mangoes.", ["by"] = "Raghunath Hegde", ["cancelReason"] = "Ordered by mistake", ["cancelledPercentLast30Days"] = 1.4, ["cashLimit"] = 5000, ["categoryId"] = Category, ["categoryName"] = Aisle,
        ["categorySlug"] = AisleSlug, ["change"] = -2, ["changed"] = 1, ["chosenMethod"] = "DELIVERY", ["city"] = "Tarapet", ["closes"] = "22:00:00", ["code"] = "4821", ["commissionPercent"] = 12, ["completedAt"] = "2026-01-31T09:41:00+00:00", ["coolingOffDays"] = 14,
        ["correlationId"] = "0197d2ae5f2c7c1e", ["count"] = 18, ["country"] = "IN", ["created"] = 3, ["currency"] = "INR", ["customerName"] = Shopper, ["customerPhone"] = "+91 98400 00214", ["customersTotal"] = 1240, ["defaultCommissionPercent"] = 12,
        ["deliveryBaseFee"] = 20, ["deliveryBaseKm"] = 1, ["deliveryId"] = Delivery, ["deliveryPerKmFee"] = 6, ["deliveryRadiusKm"] = 4, ["deliveryState"] = "IN_TRANSIT", ["description"] = "Picked at three-quarter ripeness, finished in straw in our back room.",
        ["distanceKm"] = 1.8, ["dueBy"] = "2026-01-31T10:10:00+00:00", ["email"] = "aditi@example.org", ["endedAt"] = "2026-01-31T09:32:00+00:00", ["expectedOnHand"] = 30, ["expiresAt"] = "2026-02-28T09:30:00+00:00", ["explanation"] = "₹20 and ₹6 for each of 1.8 km",
        ["failureReason"] = "The card was declined.", ["feeExplanation"] = "₹20 and ₹6 for each of 1.8 km", ["fileName"] = "products.csv", ["fingerprint"] = "9f2c7c1e8f0a3b1d", ["followers"] = 12, ["following"] = 7, ["gatewayId"] = "pay_4f1b9c", ["giftMessage"] = "Happy birthday, Amma",
        ["headingDegrees"] = 135, ["hindrances"] = new JsonArray("An order is under way."), ["hour"] = 9, ["hubUrl"] = "https://api.example.org/ws/orders", ["hue"] = 5, ["imageId"] = Picture, ["inCart"] = 2, ["interests"] = new JsonArray("Cooking"),
        ["invitedBy"] = "Raghunath Hegde", ["itemCount"] = 2, ["key"] = "mk_4f1b9c27d0e85a63", ["kilometres"] = 14.6, ["label"] = "Home", ["language"] = "en-IN", ["large"] = $"{Media}/1200.webp", ["late"] = 0, ["latitude"] = 12.91899, ["line"] = 4,
        ["line1"] = "14 Lotus Tank Road", ["line2"] = "Second floor", ["linesLeftOut"] = 0, ["liveTopic"] = "order:MK-7F3K-9QTD", ["location"] = "Tarapet", ["logoId"] = Picture, ["longitude"] = 80.25423, ["lowStockAt"] = 5, ["maxPrice"] = 1250, ["maxQuantity"] = 20,
        ["maxQuantityPerLine"] = 20, ["mayGive"] = new JsonArray("CATALOGUE", "ORDERS"), ["mediaId"] = Picture, ["medium"] = $"{Media}/640.webp", ["method"] = "DELIVERY", ["metresLeft"] = 640, ["metresPerSecond"] = 4.2, ["metresToCustomer"] = 1800, ["metresToShop"] = 420,
        ["minPrice"] = 18, ["minutesToDeliver"] = 34, ["name"] = Mangoes, ["next"] = "MjAyNi0wMS0zMQ", ["note"] = "Not too ripe, please", ["number"] = "MK-7F3K-9QTD", ["offerSeconds"] = 45, ["onHand"] = 34, ["onHandAfter"] = 32, ["onlyVariantId"] = Variant, ["opens"] = "06:30:00",
        ["openUntil"] = "2026-01-31T16:30:00+00:00", ["opensAt"] = "2026-02-01T01:30:00+00:00", ["options"] = new JsonObject { ["Box"] = "6 pieces" }, ["orderId"] = Order, ["orderNumber"] = "MK-7F3K-9QTD", ["orderToken"] = "vJ3nQ0yEo2bUe1xw", ["orders"] = 18, ["outcome"] = "LOST",
        ["ownerEmail"] = "raghunath@tarapet.example", ["paymentMethod"] = "UPI", ["paymentMinutes"] = 15, ["paymentState"] = "COMPLETED", ["paymentUrl"] = "https://pay.example.org/4f1b9c", ["percent"] = 12.5, ["phone"] = "+91 98400 00214", ["pickupCode"] = "4821",
        ["pin"] = "4071", ["placedAt"] = "2026-01-31T09:30:00+00:00", ["platformFee"] = 4, ["postalCode"] = "600 999", ["prefix"] = "mk_4f1b9c27", ["preparationMinutes"] = 12, ["preparing"] = 3, ["price"] = 480, ["pricePercent"] = 5, ["problem"] = "not_enough_stock",
        ["productCount"] = 42, ["productId"] = Product, ["productIds"] = new JsonArray(Product), ["productSlug"] = MangoSlug, ["quantity"] = 2, ["rate"] = 5, ["rates"] = new JsonObject { ["IN-TN"] = 5, ["*"] = 5 }, ["rating"] = 4.6, ["ratingCount"] = 31, ["readyBy"] = "2026-01-31T09:45:00+00:00",
        ["reason"] = "The season has begun", ["region"] = "IN-TN", ["reserved"] = 2, ["returnCode"] = "3852", ["revision"] = 7, ["riderFirstName"] = "Selvam", ["riderId"] = Rider, ["riderName"] = "Selvam K", ["riderSharePercent"] = 80, ["role"] = "ORDERS", ["roleAfter"] = "ORDERS",
        ["roleBefore"] = "CHAT", ["roles"] = new JsonArray("customer"), ["rowsRead"] = 120, ["rowsTotal"] = 120, ["sales"] = 8640, ["scopes"] = new JsonArray("vendor.orders"), ["secondsToAnswer"] = 45, ["shopName"] = Shopkeeper, ["shownTo"] = "EVERYONE", ["size"] = 25, ["sku"] = "AP-MANGO",
        ["slug"] = MangoSlug, ["small"] = $"{Media}/320.webp", ["stars"] = 5, ["state"] = "PREPARING", ["stateReason"] = "Papers are missing", ["status"] = 404, ["storeName"] = "Tarapet Market", ["story"] = "We still weigh everything on brass scales.", ["street"] = "21 Mint Street",
        ["subjectId"] = Variant, ["subjectKind"] = "variant", ["subjectName"] = Mangoes, ["suspendedBecause"] = "Sold goods that were not theirs", ["system"] = "EU", ["tagline"] = "Rice, dal, dry fruits and the day's milk", ["tags"] = new JsonArray("seasonal"), ["taxClass"] = "REDUCED",
        ["taxRate"] = 5, ["text"] = "Write to me about offers.", ["textVersion"] = "2026-01", ["theme"] = "SYSTEM", ["ticket"] = "CfDJ8Nf1bJ9c", ["title"] = "Not Found", ["toStreet"] = "14 Lotus Tank Road", ["token"] = "vJ3nQ0yEo2bUe1xw", ["topic"] = "ORDERS",
        ["topics"] = new JsonArray("order:MK-7F3K-9QTD"), ["traceId"] = "4bf92f3577b34da6a3ce929d0e0e4736", ["type"] = "about:blank", ["unit"] = "box of 6", ["units"] = 42, ["userId"] = Person, ["username"] = "aditi.rao", ["uses"] = 1240, ["values"] = new JsonArray("6 pieces", "12 pieces"),
        ["variantId"] = Variant, ["variantText"] = "6 pieces", ["vehicle"] = "Bicycle", ["vendorHue"] = 5, ["vendorId"] = Shop, ["vendorName"] = Shopkeeper, ["vendorNotes"] = new JsonObject { [Shop] = "Not too ripe, please" }, ["vendorStreet"] = "21 Mint Street", ["wanted"] = 4,
        ["weightInGrams"] = 1500, ["who"] = "Raghunath Hegde", ["detail"] = "There is no such thing.", ["field"] = "price", ["errors"] = new JsonObject { ["price"] = new JsonArray("A price is above 0.") }, ["message"] = "There is no such product.",
        ["body"] = "# Terms\n\nBe kind.", ["closedBecause"] = "The links led elsewhere.", ["decidedBy"] = "Meera Iyer", ["links"] = new JsonArray("https://aditi.example.org"), ["person"] = Shopper, ["pitch"] = "I cook what the town grows, and film it.", ["postalPrefixes"] = new JsonArray("600"), ["taxRegion"] = "Tamil Nadu",
        ["messageId"] = Id, ["total"] = 18, ["pages"] = 1,
    };

    public static bool IsNull(string type, string member) => Nothing.Contains($"{type}.{member}");

    /// <returns>Null when the type of the value says enough.</returns>
    public static JsonNode? Of(string type, string member) =>
        OfTypes.GetValueOrDefault($"{type}.{member}") is { } own ? own.DeepClone()
        : Things.TryGetValue(type, out var thing) && Named(thing, member) is { } named ? JsonValue.Create(named)
        : Known.GetValueOrDefault(member)?.DeepClone();

    private static string? Named((string Id, string Name, string Slug) thing, string member) => member switch
    {
        "id" => thing.Id,
        "name" when thing.Name.Length > 0 => thing.Name,
        "slug" when thing.Slug.Length > 0 => thing.Slug,
        _ => null,
    };
}
