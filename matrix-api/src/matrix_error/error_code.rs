//! The error codes of Matrix.

crate::string_enum! {
    /// The `errcode` of a Matrix error.
    ///
    /// The variants are the codes of Matrix 1.19. Other codes are kept as strings.
    ///
    /// See [Common error codes] and [Other error codes].
    ///
    /// ```
    /// use matrix_api::ErrorCode;
    ///
    /// assert_eq!(ErrorCode::from("M_FORBIDDEN"), ErrorCode::Forbidden);
    /// assert_eq!(ErrorCode::from("ORG.EXAMPLE_OUT_OF_TEA").as_str(), "ORG.EXAMPLE_OUT_OF_TEA");
    /// ```
    ///
    /// [Common error codes]: https://spec.matrix.org/v1.19/client-server-api/#common-error-codes
    /// [Other error codes]: https://spec.matrix.org/v1.19/client-server-api/#other-error-codes
    pub enum ErrorCode {
        // Returned by any endpoint.

        /// The body is JSON, but of another shape than the endpoint expects.
        BadJson = "M_BAD_JSON",
        /// The user is not allowed to do this.
        Forbidden = "M_FORBIDDEN",
        /// Too many requests in a short time.
        LimitExceeded = "M_LIMIT_EXCEEDED",
        /// The request has no access token.
        MissingToken = "M_MISSING_TOKEN",
        /// The resource does not exist.
        NotFound = "M_NOT_FOUND",
        /// The body is not JSON.
        NotJson = "M_NOT_JSON",
        /// The homeserver has reached a resource limit; see `admin_contact`.
        ResourceLimitExceeded = "M_RESOURCE_LIMIT_EXCEEDED",
        /// Another error; the HTTP status says more.
        Unknown = "M_UNKNOWN",
        /// The user does not have the device that the application service named.
        UnknownDevice = "M_UNKNOWN_DEVICE",
        /// The access or refresh token is unknown or expired; see `soft_logout`.
        UnknownToken = "M_UNKNOWN_TOKEN",
        /// The server does not know this path (404) or method (405).
        Unrecognized = "M_UNRECOGNIZED",
        /// The user has reached a limit of the account; see `info_uri` and `can_upgrade`.
        UserLimitExceeded = "M_USER_LIMIT_EXCEEDED",
        /// The account is locked and cannot be used.
        UserLocked = "M_USER_LOCKED",
        /// The account is suspended: most actions are not allowed.
        UserSuspended = "M_USER_SUSPENDED",

        // Returned by particular endpoints of the client-server API.

        /// An application service tried to log in, and the server has no legacy login.
        AppserviceLoginUnsupported = "M_APPSERVICE_LOGIN_UNSUPPORTED",
        /// An alias does not point to the room.
        BadAlias = "M_BAD_ALIAS",
        /// The change of state is not possible, such as unbanning a user who is not banned.
        BadState = "M_BAD_STATE",
        /// An application service returned an error status.
        BadStatus = "M_BAD_STATUS",
        /// The room for server notices cannot be left.
        CannotLeaveServerNoticeRoom = "M_CANNOT_LEAVE_SERVER_NOTICE_ROOM",
        /// The media has already been uploaded.
        CannotOverwriteMedia = "M_CANNOT_OVERWRITE_MEDIA",
        /// The solution of the captcha is wrong.
        CaptchaInvalid = "M_CAPTCHA_INVALID",
        /// A captcha has to be solved.
        CaptchaNeeded = "M_CAPTCHA_NEEDED",
        /// The connection to an application service failed.
        ConnectionFailed = "M_CONNECTION_FAILED",
        /// The connection to an application service took too long.
        ConnectionTimeout = "M_CONNECTION_TIMEOUT",
        /// The user has already sent this annotation.
        DuplicateAnnotation = "M_DUPLICATE_ANNOTATION",
        /// The name is reserved by an application service, or by another one.
        Exclusive = "M_EXCLUSIVE",
        /// Guests are not allowed.
        GuestAccessForbidden = "M_GUEST_ACCESS_FORBIDDEN",
        /// The server does not support the version of the room to join; see `room_version`.
        IncompatibleRoomVersion = "M_INCOMPATIBLE_ROOM_VERSION",
        /// A parameter has a wrong value.
        InvalidParam = "M_INVALID_PARAM",
        /// The initial state of a new room is invalid.
        InvalidRoomState = "M_INVALID_ROOM_STATE",
        /// A signature of a key is wrong.
        InvalidSignature = "M_INVALID_SIGNATURE",
        /// The requested user name is not valid.
        InvalidUsername = "M_INVALID_USERNAME",
        /// The invited user blocks invites.
        InviteBlocked = "M_INVITE_BLOCKED",
        /// The name of a profile field is too long.
        KeyTooLarge = "M_KEY_TOO_LARGE",
        /// A required parameter is missing.
        MissingParam = "M_MISSING_PARAM",
        /// The media has not been uploaded yet.
        NotYetUploaded = "M_NOT_YET_UPLOADED",
        /// The profile would become too large.
        ProfileTooLarge = "M_PROFILE_TOO_LARGE",
        /// The alias of a new room is taken.
        RoomInUse = "M_ROOM_IN_USE",
        /// The homeserver does not trust the other server, such as an identity server.
        ServerNotTrusted = "M_SERVER_NOT_TRUSTED",
        /// The third-party identifier could not be verified.
        ThreepidAuthFailed = "M_THREEPID_AUTH_FAILED",
        /// The server does not permit this third-party identifier.
        ThreepidDenied = "M_THREEPID_DENIED",
        /// The third-party identifier is in use.
        ThreepidInUse = "M_THREEPID_IN_USE",
        /// The server does not support this kind of third-party identifier.
        ThreepidMediumNotSupported = "M_THREEPID_MEDIUM_NOT_SUPPORTED",
        /// No user has this third-party identifier.
        ThreepidNotFound = "M_THREEPID_NOT_FOUND",
        /// The request, or what it would create, is too large.
        TooLarge = "M_TOO_LARGE",
        /// The request was not authorised, mostly because a login failed.
        Unauthorized = "M_UNAUTHORIZED",
        /// The server does not support the requested room version.
        UnsupportedRoomVersion = "M_UNSUPPORTED_ROOM_VERSION",
        /// The application service has no URL.
        UrlNotSet = "M_URL_NOT_SET",
        /// The account has been deactivated.
        UserDeactivated = "M_USER_DEACTIVATED",
        /// The user ID is taken.
        UserInUse = "M_USER_IN_USE",
        /// The password does not meet the server's rules.
        WeakPassword = "M_WEAK_PASSWORD",
        /// The key backup is not the newest version; see `current_version`.
        WrongRoomKeysVersion = "M_WRONG_ROOM_KEYS_VERSION",

        // Returned by other homeservers, and passed on to clients.

        /// The server cannot verify that the user may join the restricted room.
        UnableToAuthoriseJoin = "M_UNABLE_TO_AUTHORISE_JOIN",
        /// Another server must be asked to join the restricted room.
        UnableToGrantJoin = "M_UNABLE_TO_GRANT_JOIN",

        // Returned by identity servers, and by homeservers that validate addresses.

        /// Messages cannot be sent to this country or region.
        DestinationRejected = "M_DESTINATION_REJECTED",
        /// The email could not be sent.
        EmailSendError = "M_EMAIL_SEND_ERROR",
        /// The third-party address is not valid.
        InvalidAddress = "M_INVALID_ADDRESS",
        /// The email address is not valid.
        InvalidEmail = "M_INVALID_EMAIL",
        /// The pepper of the lookup is not the server's current one.
        InvalidPepper = "M_INVALID_PEPPER",
        /// Required parameters are missing.
        MissingParams = "M_MISSING_PARAMS",
        /// The validation session does not exist.
        NoValidSession = "M_NO_VALID_SESSION",
        /// The message could not be sent.
        SendError = "M_SEND_ERROR",
        /// The validation session has expired.
        SessionExpired = "M_SESSION_EXPIRED",
        /// The validation session is not complete.
        SessionNotValidated = "M_SESSION_NOT_VALIDATED",
        /// The user has to accept the terms of service first.
        TermsNotSigned = "M_TERMS_NOT_SIGNED",
        /// The token that the user entered is wrong.
        TokenIncorrect = "M_TOKEN_INCORRECT",
    }
}
